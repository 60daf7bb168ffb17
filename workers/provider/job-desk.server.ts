import type { Hex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { InfrastructureFault } from '../../lib/execution/infrastructure-fault';
import { ContentUnavailableError, type DealRun } from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { ApiError } from '../../lib/shared/api-error';
import { hideUrlPaths } from '../../lib/shared/hide-url-paths';
import type { ActivityLog } from './activity-log.server';
import { Capacity, minus, NO_UNITS, plus, type Units } from './capacity';
import type { DealJournal, ReservedEntry } from './deal-journal';
import { jobsToStart, lateJobs, type RunningJob, type WaitingJob } from './job-order';
import type { MachineForecast } from './machine-forecast';
import { type Cause, type Refusal, unitsOf } from './refusal';

/** This machine does not run a deal, and says why: decline it, the earlier the cheaper. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly refusal: Refusal;

  constructor(cause: Cause, detail: string, options?: ErrorOptions) {
    super(`${cause}: ${detail}`, options);
    this.refusal = { cause, detail };
  }
}

export interface JobDeskPorts {
  readonly total: Units;
  /** Jobs at once, however much room there is. */
  readonly mostJobs: number;
  readonly journal: Pick<DealJournal, 'read' | 'write' | 'list'>;
  readonly activity: Pick<ActivityLog, 'add'>;
  readonly forecast: MachineForecast;
  /** Runs the job now; `leftMs` until its result must be there. */
  readonly execute: (deal: DealRecord, leftMs: number) => Promise<DealRun>;
  /** Chain time, in seconds. */
  readonly now: () => number;
  /** Whether there is room on the disk for anything at all. */
  readonly hasDisk: () => boolean;
  readonly isStopping: () => boolean;
  readonly log: Logger;
}

/** Own faults (out of memory, killed) after which a deal is declined. */
const MOST_FAULTS = 2;
/** Starts of one deal, those that ended with the agent itself included. */
const MOST_STARTS = 12;
/** The share of the execution window during which missing inputs are asked for again. */
const SEARCH_SHARE = 1 / 3;

type Waiting = WaitingJob & {
  readonly start: () => void;
  readonly refuse: (error: RefusedError) => void;
};

/**
 * Runs the jobs of a machine's deals: each waits, by its deadline, until its share of processor,
 * memory, disk and devices is free, and holds it until its result is sealed. Reservations are in the
 * journal before anything runs; those of an agent that was killed are there when it starts again.
 */
export class JobDesk {
  readonly capacity: Capacity;
  readonly #ports: JobDeskPorts;
  #waiting: Waiting[] = [];
  readonly #running = new Map<Hex, RunningJob>();

  private constructor(ports: JobDeskPorts) {
    this.#ports = ports;
    this.capacity = new Capacity(ports.total);
  }

  /** Takes over what the journal says is reserved. */
  static async open(ports: JobDeskPorts): Promise<JobDesk> {
    const desk = new JobDesk(ports);
    await ports.activity.add({ did: 'started', total: ports.total });
    for (const [dealId, entry] of await ports.journal.list()) {
      if (entry.step === 'refused') continue;
      const units = entry.step === 'reserved' ? entry.units : diskOf(entry.storageMiB);
      // A machine that has shrunk since: such a deal queues like a new one, or is declined.
      if (!desk.capacity.tryReserve(dealId, units)) continue;
      await ports.activity.add({ did: 'reserved', dealId, units });
    }
    return desk;
  }

  get running(): number {
    return this.#running.size;
  }

  get queued(): number {
    return this.#waiting.length;
  }

  /**
   * Waits for room and runs the deal's job. Its reservation stays until `keepDisk` or `release`.
   *
   * @param deadline chain seconds at which its result must be there
   * @throws RefusedError for what is to be declined; other errors are worth another try
   */
  async run(deal: DealRecord, deadline: number): Promise<DealRun> {
    const { dealId, work, terms } = deal;
    const known = await this.#ports.journal.read(dealId);
    const before: ReservedEntry =
      known?.step === 'reserved'
        ? known
        : { step: 'reserved', units: unitsOf(work), faults: 0, starts: 0 };
    if (before.starts >= MOST_STARTS) {
      throw new RefusedError(
        'engine-failed',
        `it was begun ${before.starts} times and never ended`,
      );
    }
    const seconds = this.#ports.forecast.secondsFor(work, terms.fuelLimit);
    await this.#room(dealId, before.units, deadline, seconds);
    const entry = { ...before, starts: before.starts + 1 };
    try {
      await this.#ports.journal.write(dealId, entry);
      await this.#ports.activity.add({ did: 'reserved', dealId, units: entry.units });
      return await this.#execute(deal, deadline);
    } catch (error) {
      await this.release(dealId);
      throw await this.#judge(deal, entry, deadline, error);
    } finally {
      this.#running.delete(dealId);
      this.tick();
    }
  }

  /** Starts what has room now, and refuses what would be late. */
  tick(): void {
    const now = this.#ports.now();
    const running = [...this.#running.values()];
    // What is held and does not run (a result on the disk, a deal from before a restart) is soon free.
    const inUse = running.map(({ units }) => units).reduce(plus, NO_UNITS);
    const held = { units: minus(this.capacity.reserved, inUse), endsAt: now, isHeld: true };
    const ends = [...running, held];
    const { mostJobs } = this.#ports;
    const late = lateJobs(this.#waiting, ends, this.capacity.free, now, mostJobs);
    for (const job of late as Waiting[]) {
      this.#waiting = this.#waiting.filter((one) => one !== job);
      const isFull = !this.#ports.hasDisk();
      const detail = `about ${Math.ceil(job.seconds)} s of work, ${this.#waiting.length} jobs wait and ${running.length} run, ${Math.max(0, Math.floor(job.deadline - now))} s are left`;
      job.refuse(new RefusedError(isFull ? 'disk-full' : 'no-time', detail));
    }
    if (!this.#ports.hasDisk()) return;
    for (const job of jobsToStart(this.#waiting, this.capacity.free) as Waiting[]) {
      if (this.#running.size >= mostJobs) return;
      if (!this.capacity.tryReserve(job.id, job.units)) return;
      this.#waiting = this.#waiting.filter((one) => one !== job);
      this.#begin(job.id as Hex, job);
      job.start();
    }
  }

  /** The run is over and its result lies on the disk: only that is still reserved. */
  async keepDisk(dealId: Hex, storageMiB: number): Promise<void> {
    this.capacity.release(dealId);
    // What it held covers it: nobody can have come between.
    this.capacity.tryReserve(dealId, diskOf(storageMiB));
    await this.#ports.activity.add({ did: 'kept', dealId, units: diskOf(storageMiB) });
    this.tick();
  }

  async release(dealId: Hex): Promise<void> {
    if (!this.capacity.has(dealId)) return;
    this.capacity.release(dealId);
    await this.#ports.activity.add({ did: 'released', dealId });
    this.tick();
  }

  async #room(dealId: Hex, units: Units, deadline: number, seconds: number): Promise<void> {
    if (this.capacity.has(dealId) && this.#running.size < this.#ports.mostJobs) {
      this.#begin(dealId, { units, seconds });
      return;
    }
    // What is held while it waits would be in its own way.
    await this.release(dealId);
    await new Promise<void>((start, refuse) => {
      this.#waiting.push({ id: dealId, units, deadline, seconds, start, refuse });
      this.tick();
    });
  }

  #begin(dealId: Hex, { units, seconds }: { units: Units; seconds: number }): void {
    this.#running.set(dealId, { units, endsAt: this.#ports.now() + seconds });
  }

  async #execute(deal: DealRecord, deadline: number): Promise<DealRun> {
    const { dealId, work, terms } = deal;
    const leftMs = Math.max(1, (deadline - this.#ports.now()) * 1_000);
    await this.#ports.activity.add({ did: 'executing', dealId });
    const began = Date.now();
    const run = await this.#ports.execute(deal, leftMs);
    const seconds = (Date.now() - began) / 1_000;
    const { fuelUsed } = run;
    this.#ports.forecast.add(work, { fuelUsed, fuelLimit: terms.fuelLimit, seconds });
    this.#ports.log.info({ dealId, seconds, fuelUsed, status: run.execution.status }, 'executed');
    return run;
  }

  /** What a failed run means: to be declined, or to be tried again. */
  async #judge(deal: DealRecord, entry: ReservedEntry, deadline: number, error: unknown) {
    if (this.#ports.isStopping() || error instanceof RefusedError) return error;
    const detail = hideUrlPaths(error instanceof Error ? error.message : String(error));
    const isLate = this.#ports.now() >= deadline;
    if (error instanceof InfrastructureFault) {
      if (isLate) return new RefusedError('no-time', 'it ran until its deadline', { cause: error });
      if (error.reason === 'gpu-busy') {
        // Nobody's fault: a larger job has the one device that does. It waits, and this was no start.
        await this.#ports.journal.write(deal.dealId, { ...entry, starts: entry.starts - 1 });
        return error;
      }
      const faults = entry.faults + 1;
      await this.#ports.journal.write(deal.dealId, { ...entry, faults });
      return faults < MOST_FAULTS
        ? error
        : new RefusedError('engine-failed', detail, { cause: error });
    }
    if (error instanceof ContentUnavailableError) {
      if (isTooLarge(error.cause)) {
        return new RefusedError('inputs-too-large', detail, { cause: error });
      }
      const { matchedAt, executionWindow } = deal.terms;
      const isSearched = this.#ports.now() >= matchedAt + executionWindow * SEARCH_SHARE;
      return isSearched ? new RefusedError('inputs-unavailable', detail, { cause: error }) : error;
    }
    return error;
  }
}

function diskOf(storageMiB: number): Units {
  return { cpuMilli: 0, memoryMiB: 0, storageMiB, gpuCount: 0 };
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof ApiError && cause.code === 'content_too_large';
}
