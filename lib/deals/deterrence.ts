import { AUDIT_BOUND } from '../offers/price';

/** Why cheating does not pay (PROTOCOL section 4). Rates are shares: 0.0298 = 2.98 %. */

export type Protection = {
  readonly theta: number;
  readonly n: number;
  readonly auditBps: number;
  /** x: the chance that a panel has a corrupt majority. */
  readonly corruptMajority: number;
};

/**
 * A provider's expected gain from a made-up result, as a multiple of V, for the largest claim (y = V):
 * (1 - q) - q * (theta + n) with q = p * (1 - x). Negative = cheating loses.
 */
export function junkGain({ theta, n, auditBps, corruptMajority }: Protection): number {
  const caught = (auditBps / 10_000) * (1 - corruptMajority);
  return 1 - caught - caught * (theta + n);
}

/** What missing the deadline costs, as a multiple of V: junk must be worse than this. */
export const LATE_LOSS = -1 / 5;

/** Whether junk loses more than declining or missing, so that honesty about trouble is the best way out. */
export function isDeterred(protection: Protection): boolean {
  return junkGain(protection) < LATE_LOSS;
}

/** The largest x up to which a deal at this rate deters; below 0 the rate itself is too low. */
export function toleratedCorruption({ theta, n, auditBps }: Omit<Protection, 'corruptMajority'>) {
  return 1 - ((1 - LATE_LOSS) * 10_000) / (auditBps * (theta + n + 1));
}

/** Whether the contract takes this rate for this penalty and panel. */
export function isRateAccepted({ theta, n, auditBps }: Omit<Protection, 'corruptMajority'>) {
  return auditBps >= 1 && auditBps <= 10_000 && auditBps * (theta + n + 1) >= AUDIT_BOUND;
}
