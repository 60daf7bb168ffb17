import type { Address, Hex } from 'viem';
import { type Case, STAGE, VERDICT, type Verdict } from './deal-facts';

/** What changes in a case at its steps, for who reads events and for who foresees calls. */

/** The first panel is seated, or the second after a re-seating or an appeal. */
export function seatPanel(
  { stage }: Case,
  { seed, deadline, panel }: { seed: Hex; deadline: number; panel: readonly Address[] },
): Partial<Case> {
  const isFirst = stage === STAGE.Drawn || stage === STAGE.Disputed;
  return isFirst
    ? { seed, deadline, stage: STAGE.Panel1, firstPanel: panel }
    : { seed, deadline, stage: STAGE.Panel2, secondPanel: panel };
}

/** The panel that sits has a majority. */
export function reachVerdict(
  { stage, reseated }: Case,
  found: { verdict: Verdict; digest: Hex; fuelUsed: bigint; deadline: number },
): Partial<Case> {
  const { verdict, digest, fuelUsed: fuelFound, deadline } = found;
  if (stage === STAGE.Panel1) {
    return { stage: STAGE.Verdict1, firstVerdict: verdict, digest, fuelFound, deadline };
  }
  const reached = { stage: STAGE.Verdict2, secondVerdict: verdict, deadline };
  // After an appeal inputs-unavailable leaves the first verdict's result standing.
  const isKept = !reseated && verdict === VERDICT.InputsUnavailable;
  return isKept ? reached : { ...reached, digest, fuelFound };
}
