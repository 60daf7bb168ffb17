import { AUDIT_BOUND } from '../offers/price';
import { corruptMajorityChance } from './panel-risk';

/** Why cheating does not pay (PROTOCOL section 4). Rates are shares: 0.0298 = 2.98 %. */

export type Protection = {
  readonly theta: number;
  readonly n: number;
  readonly auditBps: number;
  /** x: the chance that a panel has a corrupt majority (panel-risk.ts). */
  readonly corruptMajority: number;
};

type Rate = Omit<Protection, 'corruptMajority'>;

/** q = p * (1 - x): the chance that a made-up result is found out. */
export function caughtChance({ auditBps, corruptMajority }: Protection): number {
  return (auditBps / 10_000) * (1 - corruptMajority);
}

/**
 * A provider's expected gain from a made-up result, as a multiple of V:
 * (1 - q) * y - q * (theta + n). Negative = cheating loses.
 *
 * @param claim y, the price that it claims, as a share of V; the largest is the best one
 */
export function junkGain(protection: Protection, claim = 1): number {
  const caught = caughtChance(protection);
  return (1 - caught) * claim - caught * (protection.theta + protection.n);
}

/** What missing the deadline costs, as a multiple of V: junk must be worse than this. */
export const LATE_LOSS = -1 / 5;

/** Whether junk loses more than declining or missing, so that honesty about trouble is the best way out. */
export function isDeterred(protection: Protection): boolean {
  return junkGain(protection) < LATE_LOSS;
}

/** p * (1 - x) * (theta + n + 1): above 1 cheating loses, above 1.2 it loses more than being late. */
export function deterrenceOf(protection: Protection): number {
  return caughtChance(protection) * (protection.theta + protection.n + 1);
}

/** The largest x up to which a deal at this rate deters; below 0 the rate itself is too low. */
export function toleratedCorruption({ theta, n, auditBps }: Rate): number {
  return 1 - ((1 - LATE_LOSS) * 10_000) / (auditBps * (theta + n + 1));
}

/** The same where nobody compares with being late: up to which a made-up result loses at all. */
export function toleratedCorruptionOfCheating({ theta, n, auditBps }: Rate): number {
  return 1 - 10_000 / (auditBps * (theta + n + 1));
}

/**
 * How many of a court's serving members may collude with a provider before a made-up result gains
 * it anything: an audit's first panel must not have a bad majority too often, since nobody appeals
 * what looks upheld.
 *
 * @param serving members that can be seated
 */
export function toleratedMembers(rate: Rate, serving: number): number {
  const tolerated = toleratedCorruptionOfCheating(rate);
  let bad = 0;
  while (bad < serving && corruptMajorityChance(serving, bad + 1, rate.n) < tolerated) bad += 1;
  return bad;
}

/** Whether the contract takes this rate for this penalty and panel. */
export function isRateAccepted({ theta, n, auditBps }: Rate): boolean {
  return auditBps >= 1 && auditBps <= 10_000 && auditBps * (theta + n + 1) >= AUDIT_BOUND;
}
