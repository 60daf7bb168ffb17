import { describe, expect, it } from 'vitest';
import { standingOf } from './job-progress';
import { jobsSchema, type SlurmJob } from './slurm-wire';

const jobOf = (fields: Record<string, unknown>): SlurmJob =>
  jobsSchema.parse({ jobs: [{ job_id: 7, name: 'x', user_name: 'compute', ...fields }] }).jobs[0]!;

describe('what the controller says of a job', () => {
  it.each([
    ['PENDING', 'Resources', false],
    ['RUNNING', 'None', true],
    ['COMPLETING', 'None', false],
    ['CONFIGURING', 'None', false],
    ['SUSPENDED', 'None', false],
    ['REQUEUED', 'NodeDown', false],
  ])('%s: it is alive', (job_state, state_reason, isRunning) => {
    expect(standingOf(jobOf({ job_state, state_reason }))).toEqual({ kind: 'alive', isRunning });
  });

  it.each([
    ['COMPLETED', 'output-lost'],
    ['OUT_OF_MEMORY', 'out-of-memory'],
    ['TIMEOUT', 'time-out'],
    ['DEADLINE', 'time-out'],
    ['CANCELLED', 'killed'],
    ['NODE_FAIL', 'node-lost'],
    ['BOOT_FAIL', 'node-lost'],
    ['PREEMPTED', 'killed'],
    ['FAILED', 'killed'],
    ['REQUEUE_HOLD', 'engine-unfit'],
  ])('%s: it has ended, %s', (job_state, reason) => {
    expect(standingOf(jobOf({ job_state }))).toMatchObject({ kind: 'ended', reason });
  });

  it('is nothing: it has forgotten the job', () => {
    expect(standingOf(undefined)).toMatchObject({ kind: 'ended', reason: 'output-lost' });
  });

  it('is a list from v0.0.40 on, and a lost node that is run again is no end', () => {
    expect(standingOf(jobOf({ job_state: ['PENDING', 'REQUEUED'] }))).toMatchObject({
      kind: 'alive',
    });
    expect(standingOf(jobOf({ job_state: ['NODE_FAIL', 'REQUEUED'] }))).toMatchObject({
      kind: 'alive',
    });
  });

  it('names a job that waits for an administrator', () => {
    const held = { job_state: 'PENDING', state_reason: 'launch_failed_requeued_held' };
    expect(standingOf(jobOf(held))).toMatchObject({ kind: 'ended', reason: 'engine-unfit' });
  });

  it('takes exit codes from wait statuses and from their parts', () => {
    const message = (exit_code: unknown): string =>
      (standingOf(jobOf({ job_state: 'FAILED', exit_code })) as { message: string }).message;
    expect(message(1024)).toMatch('exit code 4');
    expect(message(9)).toMatch('signal 9');
    const number = (value: number) => ({ set: true, infinite: false, number: value });
    expect(message({ status: ['ERROR'], return_code: number(4) })).toMatch('exit code 4');
    expect(message({ return_code: number(0), signal: { id: number(11), name: 'SEGV' } })).toMatch(
      'signal 11',
    );
    expect(message({ return_code: number(0), signal: { signal_id: number(6) } })).toMatch(
      'signal 6',
    );
  });
});
