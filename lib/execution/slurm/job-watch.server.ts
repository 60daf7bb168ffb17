import { setTimeout as pause } from 'node:timers/promises';
import { within } from '../../shared/in-time';
import type { Execution } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import { type ChildMessage, readChildFrame } from '../job-messages';
import type { RunOptions } from '../runner';
import { standingOf } from './job-progress';
import type { SpoolPlace } from './job-spool.server';
import { type SlurmClient, SlurmUnreachable } from './slurm-client.server';
import type { SlurmJob, SlurmSubmission } from './slurm-wire';
import { isSystemError, readFrame, readSmall, SPOOL } from './spool-files.server';

const MIB = 1024 * 1024;
const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 3_000;
const PAUSE_GROWTH = 1.3;
/**
 * How much later than the controller's word a result may be seen: NFS keeps what it knows of a folder for up
 * to 30 s (acdirmin).
 */
const SETTLING_MS = 40_000;
/** The same where the job failed: it writes a result before it ends well, so none is likely. */
const FAILURE_SETTLING_MS = 2_000;
const FINAL_WORD_MS = 10_000;
const CANCEL_PATIENCE_MS = 3_000;
/** How long a job that is run again waits for word of its first run. */
const HOLD_BACK_MS = 10_000;
const CANCEL_TRIES = 3;
/** Characters of a job's log that a fault carries. */
const LAST_WORDS = 600;

export interface WatchOptions extends RunOptions {
  readonly wallLimitMs: number;
  readonly resultBytes: number;
  readonly submission: SlurmSubmission;
}

/** One job from its submission to its result. */
export class JobWatch {
  private readonly client: SlurmClient;
  private readonly place: SpoolPlace;
  private readonly options: WatchOptions;
  private readonly signal: AbortSignal;
  private id: number | undefined;
  /** How often Slurm has begun it anew, as far as we have seen. */
  private restarts = 0;
  private heldBackAt: number | undefined;
  /** The last call to the cluster failed, and why. */
  private unreachable: SlurmUnreachable | undefined;

  constructor(client: SlurmClient, place: SpoolPlace, options: WatchOptions) {
    this.client = client;
    this.place = place;
    this.options = options;
    this.signal = within(options.wallLimitMs, options.signal);
  }

  /** @throws InfrastructureFault */
  async run(): Promise<Execution> {
    try {
      const known = await this.result();
      if (known !== undefined) return await this.conclude(known);
      await this.ensureSubmitted();
      return await this.conclude(await this.wait());
    } catch (error) {
      if (!this.signal.aborted) throw error;
      await this.cancel();
      throw this.abortFault();
    } finally {
      await this.place.remove();
    }
  }

  /** Never twice: what an earlier run of this agent, or a call without an answer, began is taken over. */
  private async ensureSubmitted(): Promise<void> {
    const { place, client } = this;
    this.id = await place.readId();
    let mayBeThere = place.isLeftover;
    while (this.id === undefined) {
      const asked = mayBeThere
        ? (await this.patiently(() => client.jobsNamed(place.name, this.signal))).find(
            (job) => standingOf(job).kind === 'alive',
          )
        : undefined;
      mayBeThere = true;
      try {
        this.id = asked?.id ?? (await client.submit(this.options.submission, this.signal));
      } catch (error) {
        await this.afterFailure(error, 1);
      }
    }
    await place.writeId(this.id);
  }

  /** The job child's last word, once it is in the spool. */
  private async wait(): Promise<ChildMessage> {
    let pauseMs = FIRST_PAUSE_MS;
    let endedAt: number | undefined;
    for (;;) {
      const id = this.id!;
      const job = await this.askOnce(id);
      const standing = standingOf(job);
      const result = await this.result();
      if (result !== undefined) return result;
      if (standing.kind === 'alive') {
        endedAt = undefined;
        if (standing.isRunning) await this.passProgress();
        if (job?.states.includes('PENDING')) await this.hasten(job);
      } else {
        endedAt ??= performance.now();
        const patience = standing.reason === 'output-lost' ? SETTLING_MS : FAILURE_SETTLING_MS;
        if (performance.now() - endedAt > patience) {
          const said = await this.lastWords();
          throw new InfrastructureFault(`${standing.message}${said}`, { reason: standing.reason });
        }
      }
      await pause(pauseMs, undefined, { signal: this.signal });
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * PAUSE_GROWTH);
    }
  }

  /** The end of what the command wrote to its log, which goes with the job's folder. */
  private async lastWords(): Promise<string> {
    const log = await readSmall(this.place.folder, SPOOL.log, MIB).catch(() => undefined);
    const text = new TextDecoder().decode(log).trim();
    return text === '' ? '' : `: ${text.slice(-LAST_WORDS)}`;
  }

  /**
   * A job that Slurm runs again is held back for two minutes, so that word of its first run does not come
   * in its second. Some seconds are enough for that; and of two runs of ours the first result counts.
   */
  private async hasten({ id, restarts }: SlurmJob): Promise<void> {
    if (restarts <= this.restarts) return;
    this.heldBackAt ??= performance.now();
    if (performance.now() - this.heldBackAt < HOLD_BACK_MS) return;
    this.heldBackAt = undefined;
    this.restarts = restarts;
    // Where this is not allowed, or fails, the job waits.
    await this.client.startNow(id, this.signal).catch(() => {});
  }

  /** A controller that is away for a while still has the job: its result is looked for all the same. */
  private async askOnce(id: number): Promise<SlurmJob | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        const job = await this.client.job(id, this.signal);
        this.unreachable = undefined;
        return job;
      } catch (error) {
        if ((await this.result()) !== undefined) return undefined;
        await this.afterFailure(error, tries);
      }
    }
  }

  private async result(): Promise<ChildMessage | undefined> {
    const { folder } = this.place;
    try {
      const frame = await readFrame(folder, SPOOL.result, this.options.resultBytes);
      return frame === undefined ? undefined : readChildFrame(frame);
    } catch (cause) {
      if (isSystemError(cause)) throw cause;
      throw new InfrastructureFault('the result in the spool is not whole', {
        cause,
        reason: 'bad-answer',
      });
    }
  }

  private async passProgress(): Promise<void> {
    const { onProgress } = this.options;
    if (onProgress === undefined) return;
    const frame = await readFrame(this.place.folder, SPOOL.progress, MIB).catch(() => undefined);
    const message = frame === undefined ? undefined : readChildFrame(frame);
    if (message?.kind === 'progress') onProgress(message.progress);
  }

  private async conclude(message: ChildMessage): Promise<Execution> {
    if (message.kind === 'execution') return message.execution;
    if (message.kind !== 'fault') {
      throw new InfrastructureFault('the result in the spool is none', { reason: 'bad-answer' });
    }
    // A child that the kernel killed says so; that it was for memory only the controller knows.
    const standing = await this.finalStanding();
    if (standing?.kind === 'ended' && standing.reason !== 'output-lost') {
      throw new InfrastructureFault(`${standing.message}: ${message.message}`, {
        reason: standing.reason,
      });
    }
    throw new InfrastructureFault(message.message, { reason: 'killed' });
  }

  private async finalStanding(): Promise<ReturnType<typeof standingOf> | undefined> {
    const end = performance.now() + FINAL_WORD_MS;
    while (this.id !== undefined && performance.now() < end) {
      try {
        const standing = standingOf(await this.client.job(this.id, this.signal));
        if (standing.kind === 'ended') return standing;
      } catch {
        return undefined; // the fault itself is known, only its reason is not
      }
      await pause(FIRST_PAUSE_MS, undefined, { signal: this.signal });
    }
    return undefined;
  }

  /** Tries until the run is aborted. */
  private async patiently<T>(action: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        const answer = await action();
        this.unreachable = undefined;
        return answer;
      } catch (error) {
        await this.afterFailure(error, tries);
      }
    }
  }

  /** @throws the error, where trying again is of no use */
  private async afterFailure(error: unknown, tries: number): Promise<void> {
    if (!(error instanceof SlurmUnreachable)) throw error;
    this.unreachable = error;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 10));
    await pause(pauseMs, undefined, { signal: this.signal });
  }

  /** Where this fails too the job ends by its own time limit, or for want of its folder. */
  private async cancel(): Promise<void> {
    const id = this.id ?? (await this.place.readId().catch(() => undefined));
    for (let tries = 0; tries < CANCEL_TRIES; tries++) {
      const signal = within(CANCEL_PATIENCE_MS);
      try {
        const ids =
          id === undefined
            ? (await this.client.jobsNamed(this.place.name, signal)).map((job) => job.id)
            : [id];
        for (const each of ids) await this.client.cancel(each, signal);
        return;
      } catch {
        await pause(FIRST_PAUSE_MS);
      }
    }
  }

  private abortFault(): InfrastructureFault {
    const { signal, wallLimitMs } = this.options;
    const cause = this.unreachable;
    if (signal?.aborted) {
      return new InfrastructureFault('aborted', { cause: signal.reason, reason: 'aborted' });
    }
    const because = cause === undefined ? '' : `: ${cause.message}`;
    return new InfrastructureFault(`not done within ${wallLimitMs} ms${because}`, {
      cause,
      reason: cause === undefined ? 'time-out' : 'engine-unreachable',
    });
  }
}
