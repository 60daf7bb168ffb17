import { z } from 'zod';
import { addressField, smallUintField } from '../shared/json-fields';

/**
 * A provider's order to look at its machine anew and report: at once, once. Signed like any order by
 * the provider's wallet, so that no server can keep a machine busy with itself.
 */
export const machineRecheckSchema = z.strictObject({
  /** Who signs: an account's key, or a contract wallet (ERC-1271). */
  provider: addressField,
  /** The machine's key. */
  agent: addressField,
  /** Whether it is measured again too, as soon as no job runs on it. */
  benchmark: z.boolean(),
  /** Seconds since 1970; its name: a report says up to which one it answers. */
  at: smallUintField(40),
});

export type MachineRecheck = z.output<typeof machineRecheckSchema>;

/** An order as a market keeps it. */
export type HeardRecheck = MachineRecheck & {
  /**
   * When the market heard of it, by its own clock in seconds: a contract wallet's owners may sign for
   * hours. Absent from what an earlier version kept.
   */
  readonly heardAt?: number;
};

/** The first version of the agent that knows this order. */
export const RECHECK_SINCE = '0.2.0';
/** Seconds between one and the next. */
export const RECHECK_GAP = 10;
/** Seconds from when an order was heard, after which nobody waits for an answer any more. */
const RECHECK_PATIENCE = 180;

/** `unanswered`: the agent did not report in time. */
export type RecheckState = 'checking' | 'answered' | 'unanswered';

/**
 * What became of an order to recheck.
 *
 * @param answers up to which one the machine's report answers
 * @param now seconds since 1970
 */
export function recheckStateOf(
  { at, heardAt = at }: Pick<HeardRecheck, 'at' | 'heardAt'>,
  answers: number | undefined,
  now: number,
): RecheckState {
  if (answers !== undefined && answers >= at) return 'answered';
  return now - heardAt > RECHECK_PATIENCE ? 'unanswered' : 'checking';
}
