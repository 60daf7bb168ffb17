/**
 * What a job that is not deterministic can do to an honest provider. Each run gives the usual result
 * with chance `agreement` and the other one else, independent of all other runs. Chances are shares.
 */

/** How a dispute of MODiCuM's ends for a provider that did execute; the rest is accepted. */
export function modicumDispute(agreement: number, n: number) {
  const disputed = 1 - agreement;
  return {
    accepted: agreement,
    /** All n runs of the mediator gave the usual result, the provider's did not. */
    providerFined: disputed * agreement ** n,
    /** The runs differed: the job is the buyer's fault. */
    buyerFined: disputed * (1 - agreement ** n),
  };
}

/** The agreement at which an honest provider is fined most often: n / (n + 1). */
export function modicumWorstCase(n: number): { agreement: number; providerFined: number } {
  const agreement = n / (n + 1);
  return { agreement, providerFined: modicumDispute(agreement, n).providerFined };
}

/** The chance that more than half of `seats` independent runs give the usual result. */
export function usualMajority(agreement: number, seats: number): number {
  let chance = 0;
  for (let hits = (seats + 1) / 2; hits <= seats; hits += 1) {
    chance += choose(seats, hits) * agreement ** hits * (1 - agreement) ** (seats - hits);
  }
  return chance;
}

/**
 * The chance that a judged deal of Reckon ends against a provider that did execute: a majority of n
 * seats found the other result and, where it appealed, a majority of 2n + 1 did too.
 */
export function wronglyOverturned(agreement: number, n: number, isAppealed: boolean): number {
  const first = usualMajority(agreement, n);
  const second = isAppealed ? usualMajority(agreement, 2 * n + 1) : undefined;
  const againstUnusual = first * (second ?? 1);
  const againstUsual = (1 - first) * (second === undefined ? 1 : 1 - second);
  return agreement * againstUsual + (1 - agreement) * againstUnusual;
}

export type UnsteadyWorstCase = {
  readonly agreement: number;
  /** Of judged deals. */
  readonly overturned: number;
  /**
   * The provider's expected loss over a judged deal as a multiple of V, at most. Class A: the whole
   * lock (its engine makes such jobs impossible); class B: price and seats' fees.
   */
  readonly loss: { readonly A: number; readonly B: number };
};

const STEPS = 10_000;

/** The agreement at which an honest provider is overturned most often. */
export function unsteadyWorstCase(
  n: number,
  theta: number,
  isAppealed: boolean,
): UnsteadyWorstCase {
  let agreement = 0.5;
  for (let step = STEPS / 2; step <= STEPS; step += 1) {
    const tried = step / STEPS;
    const isWorse =
      wronglyOverturned(tried, n, isAppealed) > wronglyOverturned(agreement, n, isAppealed);
    if (isWorse) agreement = tried;
  }
  const overturned = wronglyOverturned(agreement, n, isAppealed);
  return { agreement, overturned, loss: { A: overturned * (theta + n), B: overturned * (1 + n) } };
}

function choose(of: number, take: number): number {
  let ways = 1;
  for (let index = 1; index <= take; index += 1) ways = (ways * (of - take + index)) / index;
  return ways;
}
