import { buyer, provider } from './open-table';
import { fuelLimitOf } from './scene';
import type { JobPlan } from './sign-offers';
import { dealsOf, type Game, jobPlan, LARGE_RATIO, playDeals, type Strategy } from './strategy';

/** What a buyer can do to get V/5 out of honest providers that cannot deliver. */

function unfeasiblePlay(
  game: Game,
  name: string,
  change: Partial<Omit<JobPlan, 'offer'>> & { readonly offer?: Partial<JobPlan['offer']> },
) {
  const offer = { fuelLimit: fuelLimitOf(LARGE_RATIO), ...change.offer };
  return playDeals(game, {
    deals: dealsOf(game, 'little'),
    job: (index) => jobPlan(game, name, index, { ...change, offer }),
    coalition: [buyer],
    // It looks for the inputs, or runs the job, until time is up.
    script: { provider, answer: () => ({ kind: 'silence' }) },
    samplesOf: (_, net) => [net],
  });
}

const withheldInputs: Strategy = {
  name: 'withheld-inputs',
  does: 'offers jobs whose inputs nobody has, and takes V/5 when the time is over',
  who: 'buyer',
  guard: 'input-receipt',
  play: (game) => unfeasiblePlay(game, 'withheld-inputs', { hasInputs: false }),
};

const oneSecondWindows: Strategy = {
  name: 'one-second-windows',
  does: 'gives one second for a job that takes an hour and a half, and takes V/5',
  who: 'buyer',
  guard: 'least-window',
  play: (game) => unfeasiblePlay(game, 'one-second-windows', { offer: { executionWindow: 1 } }),
};

export const buyerStrategies: readonly Strategy[] = [withheldInputs, oneSecondWindows];
