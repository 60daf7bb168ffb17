import { panelRiskOf } from '@/lib/deals/panel-risk';
import { percentText } from '@/lib/shared/percent.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** How the cases of the market ended so far. */
export interface CaseCounts {
  readonly upheld: number;
  readonly overturned: number;
}

/** How many of a court's members the odds suppose to be corrupt together. */
const BAD_SHARE = 0.2;

/** What the buyer's own check says of a dispute. */
export function checkWords(
  found: 'equal' | 'different' | 'unchecked',
  isInBrowsers: boolean,
): string {
  if (found === 'equal') {
    return 'Your browser found the same result as the provider: honest mediators will find it, too, and you would lose this.';
  }
  if (found === 'different') {
    return 'Your browser found another result than the provider: honest mediators will find it, too.';
  }
  return isInBrowsers
    ? 'Check it in your browser first (Verification): then you know what honest mediators find.'
    : 'This job ran in a container, which your browser cannot run: only the panel can tell.';
}

/** Who judges, and by what. */
export function panelWords(n: number, isClassB: boolean): string {
  const panel = `A panel of ${n} drawn from the court runs the job again`;
  return isClassB
    ? `${panel} in a container. Runs of it were found equal before, but nothing makes them so (class B).`
    : `${panel}, and compares bit for bit (class A).`;
}

/** What there is to go by: how earlier cases ended, and what bad mediators could do. */
export function oddsWords({ upheld, overturned }: CaseCounts, serving: number, n: number): string {
  const judged = upheld + overturned;
  const past =
    judged === 0
      ? 'No audit or dispute was judged in this market yet.'
      : `Of ${formatCount(judged)} audits and disputes judged in this market, ${formatCount(overturned)} ${overturned === 1 ? 'was' : 'were'} overturned.`;
  const { bad, first, both } = panelRiskOf(serving, BAD_SHARE, n);
  if (bad === 0) return past;
  const members = bad === 1 ? 'one of its' : `${bad} of its`;
  return `${past} If ${members} ${formatCount(serving)} members were corrupt, the first panel would be wrong with a chance of ${percent(first)}, and the second, too, with ${percent(both)}.`;
}

function percent(chance: number): string {
  if (chance === 0) return percentText(0);
  return chance < 0.0001
    ? `less than ${percentText('0.01')}`
    : percentText((chance * 100).toFixed(2).replace(/\.?0+$/, ''));
}
