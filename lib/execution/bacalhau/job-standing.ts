import type { FaultReason } from '../infrastructure-fault';
import { type BacalhauJob, EXECUTION_STATE } from './bacalhau-wire';

/** What the orchestrator's word on a job means for who waits for its result. */
export type BacalhauStanding =
  | { readonly kind: 'alive'; readonly isRunning: boolean }
  /** Its command ended, with whatever code. */
  | { readonly kind: 'completed'; readonly execution: string; readonly exitCode: number }
  | { readonly kind: 'failed'; readonly reason: FaultReason; readonly message: string };

const TIMED_OUT = /time(d)?[ -]?out|deadline exceeded/i;
const MEMORY = /out of memory|oom|memory limit/i;
const NO_NODE = /not enough nodes|no (matching |available )?nodes|requires \d+ nodes/i;
const NO_IMAGE =
  /manifest unknown|pull access denied|image .*not found|could not (pull|inspect) image/i;

/** @param job undefined: the orchestrator does not know it (any more) */
export function bacalhauStandingOf(job: BacalhauJob | undefined): BacalhauStanding {
  if (job === undefined) {
    return {
      kind: 'failed',
      reason: 'output-lost',
      message: 'the orchestrator knows the job no more',
    };
  }
  const executions = job.Executions?.Items ?? [];
  const { StateType, Message } = job.Job.State;
  if (StateType === 'Completed') {
    // Earlier tries of the same job failed, and stay in the list.
    const done = executions.find(
      ({ ComputeState }) => ComputeState.StateType === EXECUTION_STATE.completed,
    );
    const exitCode = done?.RunOutput?.ExitCode;
    if (done === undefined || exitCode === undefined) {
      const message = 'the job is said to be completed, but no execution of it is';
      return { kind: 'failed', reason: 'bad-answer', message };
    }
    return { kind: 'completed', execution: done.ID, exitCode };
  }
  if (StateType === 'Failed' || StateType === 'Stopped') {
    const said = [
      Message,
      ...executions.flatMap(({ ComputeState, RunOutput }) => [
        ComputeState.Message,
        RunOutput?.ErrorMsg,
      ]),
    ].filter((text): text is string => !!text);
    const message = `${StateType.toLowerCase()}: ${said.join('; ').slice(0, 1_000)}`;
    return { kind: 'failed', reason: reasonOf(StateType, said.join('\n')), message };
  }
  return { kind: 'alive', isRunning: StateType === 'Running' };
}

function reasonOf(state: string, said: string): FaultReason {
  if (TIMED_OUT.test(said)) return 'time-out';
  if (MEMORY.test(said)) return 'out-of-memory';
  if (NO_NODE.test(said)) return 'impossible-request';
  if (NO_IMAGE.test(said)) return 'image-unavailable';
  return state === 'Stopped' ? 'killed' : 'unknown';
}
