import { type Case, type Cause, NO_CASE, type Stage } from '../chain/deal-facts';
import { ZERO_BYTES32 } from '../shared/address';
import type { CallContext } from './call-context';
import type { DealFacts } from './deal-state';

/** The deal with a panel called: its seed is the block two after this one, the seat wait begins. */
export function openCase(
  facts: DealFacts,
  stage: Stage,
  cause: Cause,
  context: CallContext,
): DealFacts {
  const opened: Case = { ...NO_CASE, cause, ...awaitSeats(stage, context) };
  return { ...facts, stage, case: opened };
}

/** What changes in a case whenever a panel is called. */
export function awaitSeats(
  stage: Stage,
  { now, blockNumber, config }: CallContext,
): Pick<Case, 'stage' | 'seed' | 'seedBlock' | 'deadline'> {
  return {
    stage,
    seed: ZERO_BYTES32,
    seedBlock: blockNumber + 2n,
    deadline: now + config.seatWait,
  };
}

export function withCase(facts: DealFacts, change: Partial<Case>): DealFacts {
  const changed: Case = { ...(facts.case ?? NO_CASE), ...change };
  return { ...facts, stage: changed.stage, case: changed };
}
