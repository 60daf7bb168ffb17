import type { Runner } from '../../lib/execution/runner';
import { within } from '../../lib/shared/in-time';
import type { AgentMetrics } from './agent-metrics.server';
import type { AgentControl } from './agent-state';
import { clockProblem, standstillProblem } from './clock-problem';
import type { DiskWatch } from './disk-watch.server';

/** Runners are asked how they are this often. */
const CHECK_EVERY_MS = 60_000;
const CHECK_LIMIT_MS = 20_000;
/** For so long after a foreign transaction the key counts as shared. */
const SHARED_MS = 10 * 60_000;
/** In a row, before GPUs that were handed out once count as not handed out. */
const MOST_GPU_FAILURES = 2;

export interface WatchPorts {
  readonly operator: string;
  readonly control: AgentControl;
  readonly metrics: AgentMetrics;
  readonly disk: DiskWatch;
  readonly runners: readonly Pick<Runner, 'name' | 'engines' | 'check'>[];
  /** Time of the newest block, in seconds. */
  readonly chainTime: () => number;
  /** A development chain keeps its own time. */
  readonly isLocal: boolean;
  readonly countForeign: () => Promise<number>;
  readonly signal: AbortSignal;
}

/** Looks after the machine: what is wrong keeps its offers off the market until it is right again. */
export class AgentWatch {
  readonly #ports: WatchPorts;
  #checkedAt = 0;
  #sharedUntil = 0;
  #clock: string | undefined;
  #engines: readonly string[];
  #handsOutGpus = false;
  #gpuFailures = 0;
  #isChecking = false;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
    this.#engines = ports.runners.flatMap(({ engines }) => engines);
  }

  /**
   * Whether every GPU that jobs may have is handed out by its engine: false until that was seen, and
   * again after two failures in a row. It keeps offers off the market and is no reason to decline a
   * deal that is there: an engine may be short of disk or locked for a moment.
   */
  get handsOutGpus(): boolean {
    return this.#handsOutGpus;
  }

  /** Names of the engines that were ready when last asked: for offers too. */
  get engines(): readonly string[] {
    return this.#engines;
  }

  /** To be called every few seconds. */
  async round(): Promise<void> {
    // First, as a node that is away must not keep anybody from seeing that the chain stands still.
    this.#checkClock();
    await this.#ports.disk.check();
    await this.#checkKey();
    if (!this.#isChecking && Date.now() >= this.#checkedAt + CHECK_EVERY_MS) {
      this.#checkedAt = Date.now();
      this.#isChecking = true;
      // Beside it: an engine that stalls keeps nobody from looking at disk, key and clock.
      void this.checkRunners().finally(() => {
        this.#isChecking = false;
      });
    }
  }

  /** Two agents with one key disturb each other, and both would run every deal. */
  async #checkKey(): Promise<void> {
    const { countForeign, metrics, control, operator } = this.#ports;
    const count = await countForeign();
    if (count > 0) {
      metrics.foreignTransactions(count);
      this.#sharedUntil = Date.now() + SHARED_MS;
    }
    const text = `Another process sends transactions with the key ${operator}: stop it, or give each agent a key of its own (KEY_FILE).`;
    control.setAilment('transactions', Date.now() < this.#sharedUntil ? text : undefined);
  }

  /** Asks each runner how it is. Never throws. */
  async checkRunners(): Promise<void> {
    const { runners, control, signal } = this.#ports;
    const ready: string[] = [];
    const lacking: string[] = [];
    let isTold = false;
    const asked = runners.map(async (runner) => {
      const health = await runner.check(within(CHECK_LIMIT_MS, signal)).catch((error: unknown) => ({
        isReady: false as const,
        why: 'broken' as const,
        detail: String(error),
      }));
      return { runner, health };
    });
    for (const { runner, health } of await Promise.all(asked)) {
      if (health.isReady) ready.push(...runner.engines);
      const gpus = health.isReady ? health.gpus : undefined;
      if (gpus) isTold = true;
      if (gpus?.isReady === false) lacking.push(`No GPU is offered: ${adviceOf(gpus)}`);
      const isIll = !health.isReady && health.why === 'broken';
      const text = `The engine ${runner.name} does not work: ${health.detail}`;
      control.setAilment(`engine-${runner.name}`, isIll ? text : undefined);
    }
    this.#engines = ready;
    if (isTold) this.#judgeGpus(lacking[0]);
  }

  #judgeGpus(problem: string | undefined): void {
    this.#gpuFailures = problem === undefined ? 0 : this.#gpuFailures + 1;
    const isDoubted = this.#handsOutGpus && this.#gpuFailures < MOST_GPU_FAILURES;
    this.#handsOutGpus = problem === undefined || isDoubted;
    this.#ports.control.setConcern('gpus', this.#handsOutGpus ? undefined : problem);
  }

  #checkClock(): void {
    const { chainTime, control, metrics, isLocal } = this.#ports;
    const machine = Date.now() / 1_000;
    control.setAilment('chain', isLocal ? undefined : standstillProblem(machine, chainTime()));
    metrics.skew(chainTime() - machine);
    const problem = clockProblem(machine, chainTime());
    // Told once, not once a second: the number in it changes all the time.
    if (problem && !this.#clock) control.note(problem);
    this.#clock = problem;
  }
}

function adviceOf({ detail, fix }: { detail: string; fix: string | undefined }): string {
  return `${detail}. ${fix ?? 'It is asked again every minute.'}`;
}
