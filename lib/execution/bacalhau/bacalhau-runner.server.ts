import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { OciManifest } from '../../modules/oci-manifest';
import { within } from '../../shared/in-time';
import { OCI_ENGINE } from '../engine-id';
import type { Execution, JobLimits } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import { executionOf } from '../oci/execution-of';
import { environmentOf, FUEL_PER_SECOND, LEAST_CPU_MILLI } from '../oci/oci-engine';
import { type PreparedOciJob, prepareOciJob } from '../oci/prepare-oci-job';
import type { ContainerEnd } from '../oci/run-container.server';
import { BadInput } from '../prepare-inputs';
import { badInput } from '../run-prepared';
import type { Runner, RunnerHealth, RunnerJob, RunOptions } from '../runner';
import { packInputs, unpackResults } from './archives.server';
import { type BacalhauClient, BacalhauUnreachable, bacalhauClient } from './bacalhau-client.server';
import type { BacalhauEnv } from './bacalhau-env';
import { type BacalhauSubmission, OUTPUTS_NAME } from './bacalhau-wire';
import { bacalhauStandingOf } from './job-standing';

/** Containers as every runner of them runs them. */
const ENGINES: readonly string[] = [OCI_ENGINE];
const MIB = 1024 * 1024;
const DEFAULT_WALL_LIMIT_MS = 15 * 60_000;
/** Said wherever a machine's runners are shown. */
const MATURITY = 'Contract-tested, not yet run against a live network.';
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const PAUSE_GROWTH = 1.3;
/** How often a call is made that the network itself fails at. */
const ERROR_TRIES = 5;
/** How often a job is submitted anew whose earlier one failed, under another name. */
const JOB_TRIES = 5;
const STOP_PATIENCE_MS = 5_000;
const LONGEST_S = 30 * 86_400;
const NAME_DIGITS = 40;

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
      try {
        const prepared = prepareOciJob(job.moduleFiles, job.inputFiles, job.grants);
        const submission = await submissionOf(job, prepared, env);
        return await new Watch(client, submission, prepared.manifest, job.limits, options).run();
      } catch (error) {
        if (error instanceof BadInput) return badInput(error.message);
        throw error;
      }
    },
    check: (signal) => check(client, signal),
  };
}

/** @throws InfrastructureFault this network does not run such a job */
async function submissionOf(
  job: RunnerJob,
  { manifest, files, seed }: PreparedOciJob,
  env: BacalhauEnv,
): Promise<BacalhauSubmission> {
  const { image, args, resources } = manifest;
  if (!env.BACALHAU_CLASSES.includes(manifest.class)) {
    const message = `modules of class ${manifest.class} are not run on this network (BACALHAU_CLASSES)`;
    throw new InfrastructureFault(message, { reason: 'engine-unfit' });
  }
  if (typeof image !== 'string') {
    const message =
      'the image comes within the module: there is no registry for nodes to fetch it from';
    throw new InfrastructureFault(message, { reason: 'image-unavailable' });
  }
  const inputs = await packInputs(files);
  if (inputs.length > env.BACALHAU_INLINE_KIB * 1024) {
    const message = `the inputs have more than ${env.BACALHAU_INLINE_KIB} KiB (BACALHAU_INLINE_KIB)`;
    throw new InfrastructureFault(message, { reason: 'engine-unfit' });
  }
  const { fuelLimit, memoryMiB, storageMiB } = job.limits;
  const seconds = Number((fuelLimit + FUEL_PER_SECOND - 1n) / FUEL_PER_SECOND);
  const cpuMilli = Math.max(LEAST_CPU_MILLI, job.grants?.cpuMilli ?? resources.cpuMilli);
  const submission = {
    ...{ name: '', namespace: env.BACALHAU_NAMESPACE, image, args, inputs },
    ...{ env: upperCased(environmentOf(seed)), cpuMilli, gpus: resources.gpuCount },
    ...{ memoryMiB: Math.max(6, memoryMiB), diskMiB: storageMiB + 64 },
    seconds: Math.min(LONGEST_S, Math.max(1, seconds)),
  };
  // Also over the salt: equal jobs of different deals are different jobs.
  const hash = createHash('sha256').update(JSON.stringify({ ...submission, inputs: null }));
  hash.update(inputs).update(job.inputFiles.get('salt') ?? '');
  return { ...submission, name: `reckon-${hash.digest('hex').slice(0, NAME_DIGITS)}` };
}

/** Networks take names of capitals alone; `container`, which engines set by themselves, is none. */
function upperCased(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === name.toUpperCase()));
}

/** One job from its submission to its result. */
class Watch {
  private readonly client: BacalhauClient;
  private readonly submission: BacalhauSubmission;
  private readonly manifest: OciManifest;
  private readonly limits: JobLimits;
  private readonly options: RunOptions;
  private readonly wallLimitMs: number;
  private readonly signal: AbortSignal;
  private id: string | undefined;
  private unreachable: BacalhauUnreachable | undefined;

  constructor(
    client: BacalhauClient,
    submission: BacalhauSubmission,
    manifest: OciManifest,
    limits: JobLimits,
    options: RunOptions,
  ) {
    this.client = client;
    this.submission = submission;
    this.manifest = manifest;
    this.limits = limits;
    this.options = options;
    this.wallLimitMs = options.wallLimitMs ?? DEFAULT_WALL_LIMIT_MS;
    this.signal = within(this.wallLimitMs, options.signal);
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
    const end = endOf(await unpackResults(archive, limit), exitCode);
    return executionOf(end, this.manifest, this.limits);
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
    const signal = within(STOP_PATIENCE_MS);
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

/** What a job left, as the end of a container that this software ran itself. */
function endOf(files: ReadonlyMap<string, Uint8Array> | undefined, exitCode: number): ContainerEnd {
  const said = (name: string) => files?.get(name) ?? new Uint8Array(0);
  const start = `${OUTPUTS_NAME}/`;
  const outputs = [...(files ?? [])]
    .filter(([path]) => path.startsWith(start))
    .map(([path, bytes]): [string, Uint8Array] => [path.slice(start.length), bytes]);
  return {
    how: 'exited',
    exitCode: exitCode >>> 0,
    stdout: said('stdout'),
    stderr: said('stderr'),
    outputs: files && new Map(outputs),
  };
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
