import type { FaultReason } from '../infrastructure-fault';
import type { SlurmJob } from './slurm-wire';

/** What the controller's word on a job means for who waits for its result. */
export type JobStanding =
  /** It waits, runs, or will run again. */
  | { readonly kind: 'alive'; readonly isRunning: boolean }
  /** It has ended: there is a result by now, or there will be none. */
  | { readonly kind: 'ended'; readonly reason: FaultReason; readonly message: string };

/** States of a job that has ended, and why there is no result where there is none. */
const ENDS: Readonly<Record<string, { reason: FaultReason; text: string }>> = {
  COMPLETED: { reason: 'output-lost', text: 'it ended well, but its result is not in the spool' },
  OUT_OF_MEMORY: {
    reason: 'out-of-memory',
    text: 'it used more memory than it was given (SLURM_MEMORY_OVERHEAD_MIB gives more)',
  },
  TIMEOUT: { reason: 'time-out', text: 'its time on the cluster was over' },
  DEADLINE: { reason: 'time-out', text: 'its deadline on the cluster was over' },
  CANCELLED: { reason: 'killed', text: 'somebody cancelled it' },
  NODE_FAIL: { reason: 'node-lost', text: 'its node was lost, and it was not run again' },
  BOOT_FAIL: { reason: 'node-lost', text: 'its node did not start' },
  PREEMPTED: { reason: 'killed', text: 'another job took its place' },
  REVOKED: { reason: 'killed', text: 'it was revoked' },
};

/** A job that waits for one of these waits for an administrator. */
const HELD: readonly string[] = [
  'JobHeldAdmin',
  'JobHeldUser',
  'launch failed requeued held',
  'job requeued in held state',
];

/** @param job undefined: the controller does not know it (any more) */
export function standingOf(job: SlurmJob | undefined): JobStanding {
  if (job === undefined) {
    return {
      kind: 'ended',
      reason: 'output-lost',
      message: 'the controller knows the job no more, and its result is not in the spool',
    };
  }
  const { states, reason, exit, nodes } = job;
  const ended = (why: FaultReason, text: string): JobStanding => ({
    kind: 'ended',
    reason: why,
    message: `Slurm job ${job.id}${nodes === '' ? '' : ` on ${nodes}`}: ${text}`,
  });
  const isHeld = HELD.some((text) => text.replaceAll(' ', '_') === reason.replaceAll(' ', '_'));
  if (states.includes('REQUEUE_HOLD') || states.includes('SPECIAL_EXIT') || isHeld) {
    return ended('engine-unfit', `it is held (${reason}): scontrol release, or mend its node`);
  }
  if (states.includes('REQUEUED')) return { kind: 'alive', isRunning: false };
  const end = states.find((state) => state in ENDS);
  if (end !== undefined) return ended(ENDS[end]!.reason, ENDS[end]!.text);
  if (states.includes('FAILED')) {
    const how = exit.signal > 0 ? `signal ${exit.signal}` : `exit code ${exit.code}`;
    return ended('killed', `it failed with ${how}`);
  }
  return { kind: 'alive', isRunning: states.includes('RUNNING') };
}
