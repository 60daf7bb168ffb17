/**
 * What keeps a run from being signed on a market whose block hashes are no fair dice. This page signs
 * no draw of the buyer's own, so an audited run would never be matched there (`no-draw`), and one that
 * nobody audits is bought only by a buyer that says so (`unconfirmed`).
 */
export type DrawBarrier = 'no-draw' | 'unconfirmed';

interface DrawFacts {
  /** Seats of a panel; 0 for a run that nobody checks. */
  n: number;
  /** Undefined until the market is known: then nothing can be signed anyway. */
  publicDraws: boolean | undefined;
  /** The buyer confirmed that it buys a result that nobody audits. */
  isConfirmed: boolean;
}

export function drawBarrierOf({ n, publicDraws, isConfirmed }: DrawFacts): DrawBarrier | undefined {
  if (publicDraws !== false) return undefined;
  if (n > 0) return 'no-draw';
  return isConfirmed ? undefined : 'unconfirmed';
}

/** Why the button that signs is off. */
export const BARRIER_WORDS: Readonly<Record<DrawBarrier, string>> = {
  'no-draw': 'This market cannot draw audits, so a checked run would never be matched here.',
  unconfirmed: 'Confirm above that you buy a result that nobody audits.',
};
