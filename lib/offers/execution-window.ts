import { neededExecutionWindow } from './deal-windows';
import { type JobNeeds, misfitOf, type OfferChoice } from './offer-fit.view';

/**
 * The execution window to offer, in seconds: the usual one, or the shortest in which at least half
 * of the providers whose offers fit the job otherwise, and who can pay its lock, can run it.
 *
 * Not the longest that any of them needs: a single slow offer, which costs nothing to sign, would
 * make every buyer of the module wait for it, and give all others as long to miss their deadline
 * and to keep the buyer's money locked. Nor the shortest, which one fast machine would have to
 * itself. Each provider counts once, at its fastest, so that many slow offers of one weigh no more.
 * What then needs longer is a misfit like any other (sortByFit with this window), so neither prices
 * nor figures come of it.
 *
 * @param usual what buyers get without asking; @param most the market's limit
 */
export function executionWindowFor(
  choices: readonly OfferChoice[],
  needs: Omit<JobNeeds, 'executionWindow'>,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  const fastest = new Map<string, number>();
  for (const choice of choices) {
    if (misfitOf(choice, { ...needs, executionWindow: most }) !== undefined) continue;
    const provider = choice.offer.provider.toLowerCase();
    const needed = Number(neededExecutionWindow(choice.offer, needs.fuelLimit));
    fastest.set(provider, Math.min(needed, fastest.get(provider) ?? needed));
  }
  const sorted = [...fastest.values()].sort((a, b) => a - b);
  const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? usual;
  return Math.max(usual, median);
}
