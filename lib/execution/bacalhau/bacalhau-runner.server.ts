import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { checkPath } from '../../content/content-limits';
import { compareUtf8 } from '../compare-utf8';
import { OCI_ENGINE } from '../engine-id';
import { type Execution, type JobLimits, type OutputFile, ZERO_DIGEST } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import type { Runner, RunnerHealth, RunnerJob, RunOptions } from '../runner';
import { packInputs, unpackResults } from './archives.server';
import { type BacalhauClient, BacalhauUnreachable, bacalhauClient } from './bacalhau-client.server';
import type { BacalhauEnv } from './bacalhau-env';
import { type BacalhauSubmission, OUTPUTS_NAME } from './bacalhau-wire';
import { containerJobOf } from './container-job';
import { bacalhauStandingOf } from './job-standing';

/** Containers as every runner of them runs them. */
const ENGINES: readonly string[] = [OCI_ENGINE];
const MIB = 1024 * 1024;
const DEFAULT_WALL_LIMIT_MS = 15 * 60_000;
/** Said wherever a machine's runners are shown. */
const MATURITY = 'Contract-tested, not yet run against a live network.';
/** What a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const PAUSE_GROWTH = 1.3;
/** How often a call is made that the network itself fails at. */
const ERROR_TRIES = 5;
/** How often a job is submitted anew whose earlier one failed, under another name. */
const JOB_TRIES = 5;
const STOP_PATIENCE_MS = 5_000;
/** One second of a container in fuel, as the engine defines it. */
const FUEL_PER_SECOND = 1_000_000_000n;
const LONGEST_S = 30 * 86_400;
const NAME_DIGITS = 40;
/** 128 + SIGKILL: the kernel's, for want of memory. */
const KILLED = 137;

/**
 * Runs containers on a Bacalhau network. Its nodes isolate less than this software does where it runs
 * containers itself (docs/clusters.md), so by default it takes modules of class "none" alone.
 */
export function bacalhauRunner(env: BacalhauEnv, client = bacalhauClient(env)): Runner {
  return {
    name: 'bacalhau',
    engines: ENGINES,
    run: async (job, options = {}) => {
      if (!ENGINES.includes(job.engine)) {
        throw new InfrastructureFault(`${job.engine} is no engine of bacalhau`, {
          reason: 'engine-unfit',
        });
      }
      const submission = await submissionOf(job, env);
      return new Watch(client, submission, job.limits, options).run();
    },
    check: (signal) => check(client, signal),
  };
}

async function submissionOf(job: RunnerJob, env: BacalhauEnv): Promise<BacalhauSubmission> {
  const container = containerJobOf(job);
  if (!env.BACALHAU_CLASSES.includes(container.class)) {
    const message = `modules of class ${container.class} are not run on this network (BACALHAU_CLASSES)`;
    throw new InfrastructureFault(message, { reason: 'engine-unfit' });
  }
  const inputs = await packInputs(container.files);
  if (inputs.length > env.BACALHAU_INLINE_KIB * 1024) {
    const message = `the inputs have more than ${env.BACALHAU_INLINE_KIB} KiB (BACALHAU_INLINE_KIB)`;
    throw new InfrastructureFault(message, { reason: 'engine-unfit' });
  }
  const { fuelLimit, memoryMiB, storageMiB } = job.limits;
  const seconds = Number((fuelLimit + FUEL_PER_SECOND - 1n) / FUEL_PER_SECOND);
  const { image, args, env: variables, cpuMilli, gpus } = container;
  const submission = {
    ...{ name: '', namespace: env.BACALHAU_NAMESPACE, image, args, env: variables, inputs },
    ...{ cpuMilli, gpus, memoryMiB: Math.max(6, memoryMiB), diskMiB: storageMiB + 64 },
    seconds: Math.min(LONGEST_S, Math.max(1, seconds)),
  };
  // Also over the salt: equal jobs of different deals are different jobs.
  const hash = createHash('sha256').update(JSON.stringify({ ...submission, inputs: null }));
  hash.update(inputs).update(job.inputFiles.get('salt') ?? '');
  return { ...submission, name: `reckon-${hash.digest('hex').slice(0, NAME_DIGITS)}` };
}

/** One job from its submission to its result. */
class Watch {
  private readonly client: BacalhauClient;
  private readonly submission: BacalhauSubmission;
  private readonly limits: JobLimits;
  private readonly options: RunOptions;
  private readonly wallLimitMs: number;
  private readonly signal: AbortSignal;
  private id: string | undefined;
  private unreachable: BacalhauUnreachable | undefined;

  constructor(
    client: BacalhauClient,
    submission: BacalhauSubmission,
    limits: JobLimits,
    options: RunOptions,
  ) {
    this.client = client;
    this.submission = submission;
    this.limits = limits;
    this.options = options;
    this.wallLimitMs = options.wallLimitMs ?? DEFAULT_WALL_LIMIT_MS;
    const timeout = AbortSignal.timeout(Math.min(this.wallLimitMs, LONGEST_TIMER_MS));
    this.signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  }

  /** @throws InfrastructureFault */
  async run(): Promise<Execution> {
    try {
      this.id = await this.submit();
      const exitCode = await this.wait(this.id);
      return await this.fetch(this.id, exitCode);
    } catch (error) {
      if (!this.signal.aborted) throw error;
      await this.stop();
      throw this.abortFault();
    }
  }

  /**
   * A job of this name that is there already is ours, of an earlier run of this process or of a call
   * whose answer was lost; only where it has failed another is begun.
   */
  private async submit(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const name = attempt === 1 ? this.submission.name : `${this.submission.name}-${attempt}`;
      const { id, isKnown } = await this.patiently(() =>
        this.client.submit({ ...this.submission, name }, this.signal),
      );
      if (!isKnown || attempt === JOB_TRIES) return id;
      const job = await this.patiently(() => this.client.job(id, this.signal));
      const isOver =
        job?.Job.State.StateType === 'Failed' || job?.Job.State.StateType === 'Stopped';
      if (!isOver) return id;
    }
  }

  private async wait(id: string): Promise<number> {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const job = await this.patiently(() => this.client.job(id, this.signal));
      const standing = bacalhauStandingOf(job);
      if (standing.kind === 'completed') return standing.exitCode;
      if (standing.kind === 'failed') {
        const { reason, message } = standing;
        throw new InfrastructureFault(`Bacalhau job ${id} ${message}`, { reason });
      }
      if (standing.isRunning) this.options.onProgress?.({ phase: 'running', fuelUsed: 0n });
      await pause(pauseMs, undefined, { signal: this.signal });
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * PAUSE_GROWTH);
    }
  }

  private async fetch(id: string, exitCode: number): Promise<Execution> {
    const limit = this.limits.storageMiB * MIB;
    const archive = await this.patiently(async () => {
      const [address] = await this.client.results(id, this.signal);
      if (address === undefined) throw new BacalhauUnreachable('the results are not published yet');
      // Compressed, it may still be a little more than what is in it.
      return this.client.download(address, limit + limit / 10 + 16 * MIB, this.signal);
    });
    return executionOf(await unpackResults(archive, limit), exitCode, this.limits);
  }

  /** Tries until the run is aborted, but a few times only where the network itself fails at it. */
  private async patiently<T>(action: () => Promise<T>): Promise<T> {
    let errors = 0;
    for (let tries = 1; ; tries++) {
      try {
        const answer = await action();
        this.unreachable = undefined;
        return answer;
      } catch (error) {
        if (!(error instanceof BacalhauUnreachable)) throw error;
        if (error.isError) errors += 1;
        if (errors >= ERROR_TRIES) {
          throw new InfrastructureFault(error.message, { cause: error, reason: 'engine-unfit' });
        }
        this.unreachable = error;
        const growing = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 10));
        await pause(error.afterMs ?? growing, undefined, { signal: this.signal });
      }
    }
  }

  private async stop(): Promise<void> {
    if (this.id === undefined) return;
    const signal = AbortSignal.timeout(STOP_PATIENCE_MS);
    // Where this fails the job ends by its own time limit.
    await this.client.stop(this.id, 'nobody waits for it any more', signal).catch(() => {});
  }

  private abortFault(): InfrastructureFault {
    const { signal } = this.options;
    if (signal?.aborted) {
      return new InfrastructureFault('aborted', { cause: signal.reason, reason: 'aborted' });
    }
    const cause = this.unreachable;
    const because = cause === undefined ? '' : `: ${cause.message}`;
    return new InfrastructureFault(`not done within ${this.wallLimitMs} ms${because}`, {
      cause,
      reason: cause === undefined ? 'time-out' : 'engine-unreachable',
    });
  }
}

/** As runners of containers turn a container's end into a result: a flat price, no state. */
function executionOf(
  files: ReadonlyMap<string, Uint8Array> | undefined,
  exitCode: number,
  { fuelLimit }: JobLimits,
): Execution {
  const end = { fuelUsed: fuelLimit, stateDigest: ZERO_DIGEST };
  const cutOff = (status: 'output-exceeded' | 'memory-exceeded', why: string): Execution => {
    const stderr = new TextEncoder().encode(`reckon: ${why}\n`);
    const outputs = [
      { path: 'stderr', bytes: stderr },
      { path: 'stdout', bytes: new Uint8Array(0) },
    ];
    return { ...end, status, exitCode: 0, outputs };
  };
  const outputs = files === undefined ? undefined : outputsOf(files);
  if (outputs === undefined) {
    const why = 'the job wrote more than its storage allows, or names that no folder can hold';
    return cutOff('output-exceeded', why);
  }
  if (exitCode === KILLED) return cutOff('memory-exceeded', 'the job was ended for want of memory');
  return { ...end, status: 'completed', exitCode: exitCode >>> 0, outputs };
}

/** @returns undefined where a directory would not take a name */
function outputsOf(files: ReadonlyMap<string, Uint8Array>): OutputFile[] | undefined {
  const outputs: OutputFile[] = ['stdout', 'stderr'].map((path) => ({
    path,
    bytes: files.get(path) ?? new Uint8Array(0),
  }));
  for (const [path, bytes] of files) {
    if (!path.startsWith(`${OUTPUTS_NAME}/`)) continue;
    const name = `out/${path.slice(OUTPUTS_NAME.length + 1)}`;
    try {
      checkPath(name);
    } catch {
      return undefined;
    }
    outputs.push({ path: name, bytes });
  }
  return outputs.sort((left, right) => compareUtf8(left.path, right.path));
}

async function check(client: BacalhauClient, signal?: AbortSignal): Promise<RunnerHealth> {
  try {
    const { version, dockerNodes } = await client.describe(signal);
    if (dockerNodes > 0) {
      return { isReady: true, version, detail: `${dockerNodes} nodes with docker. ${MATURITY}` };
    }
    const detail = 'no node of the network runs containers';
    return { isReady: false, why: 'broken', detail, fix: 'bacalhau node list' };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const isAway = error instanceof BacalhauUnreachable;
    return {
      isReady: false,
      why: 'broken',
      detail,
      ...(isAway ? { fix: 'bacalhau agent alive' } : {}),
    };
  }
}
