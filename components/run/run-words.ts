import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import { reservedTime } from '@/lib/offers/reserved-time.view';
import type { RunFigures, RunTerms } from '@/lib/offers/run-figures';
import { formatAmount, formatBps } from '@/lib/shared/amount.view';
import { shortHash } from '@/lib/shared/hash.view';
import { formatFuel } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import type { Where } from './run-plan';
import type { RunModule } from './run-wizard';

/** The job offer in words, one line a promise. */
export function wordsOf(
  module: Pick<RunModule, 'title' | 'engine' | 'class'>,
  terms: RunTerms,
  figures: RunFigures,
  where: Where,
  fitting: readonly OfferChoice[],
): string[] {
  const chosen = fitting.find(({ hash }) => hash === where);
  const who = chosen ? `Only ${shortHash(chosen.offer.provider)}` : 'Any provider';
  const { basePrice, fuelPrice } = terms.prices;
  const length =
    module.class === 'A'
      ? `for at most ${formatFuel(terms.fuelLimit)} fuel`
      : `reserving ${reservedTime(terms.fuelLimit)} of the provider’s machine, paid whole`;
  const attempts = 'If a provider fails, the offer goes on to another, three times at most.';
  return [
    `Run ${module.title} on your inputs with ${module.engine}, ${length}.`,
    `${who} may run it, for at most ${formatAmount(basePrice)} plus ${formatAmount(fuelPrice)} for each G of fuel.`,
    `The provider has ${formatDuration(terms.executionWindow)} for the run; you have ${formatDuration(terms.reviewWindow)} for the review.`,
    terms.n === 0
      ? 'Nobody checks the result: no audit, no dispute, no panel. You pay for it whatever it is.'
      : `The provider puts up ${terms.theta + terms.n} times the price; ${formatBps(figures.auditBps)} of such deals are audited by ${terms.n === 1 ? 'one mediator' : `${terms.n} mediators`}.`,
    ...(terms.n > 0 && module.class === 'B'
      ? [
          'A wrong result costs the provider the price and the mediators’ fees, not all that it put up.',
        ]
      : []),
    `${formatAmount(figures.locked)} of your deposit is locked until it ends. ${attempts}`,
  ];
}
