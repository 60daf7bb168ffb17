import { type ChildProcess, spawn } from 'node:child_process';
import { endChild } from './end-child.server';
import { endWithThisProcess } from './running-children.server';
import type { NodeRuntime } from './sandbox-command.server';
import { sandboxCommand, sandboxStdio, sendFilter } from './sandbox-command.server';
import { WARM_UP_ARGUMENT } from './warm-up';

const STEP_BYTES = 1024 * 1024 * 1024;
/** A job that takes longer has its successor's child started beside it. */
const REFILL_DELAY_MS = 150;
/** A child that ends sooner is not replaced: the next would end as soon. */
const SHORTEST_LIFE_MS = 1_000;

/** Started children that wait for their one job. */
export interface ChildPool {
  /**
   * A child for a job, and another one is started for the next.
   *
   * @param dataBytes private memory that it must at least be allowed
   */
  take(script: string, dataBytes: number): Promise<ChildProcess>;
  /** Resolves when as many children wait as the pool holds, or cannot be started. */
  warm(script: string, dataBytes: number): Promise<void>;
  /** The process ids of those that wait. */
  pids(): number[];
  /** Ends those that wait; no more are started. */
  close(): void;
}

interface Spare {
  readonly key: string;
  readonly child: ChildProcess;
}

interface SpawnOptions {
  /** A descriptor of this process that it reads stdin from (see runInProcess). */
  readonly input?: number | undefined;
  readonly runtime?: NodeRuntime | undefined;
  /** Whether it runs a job of no one's first, as there is time until its own comes. */
  readonly warmsUp?: boolean;
}

/** Starts a child that may have so much private memory (see sandbox-command.server). */
export async function spawnChild(
  script: string,
  dataBytes: number,
  { input, runtime, warmsUp = false }: SpawnOptions = {},
): Promise<ChildProcess> {
  const scriptArguments = warmsUp ? [WARM_UP_ARGUMENT] : [];
  const sandbox = await sandboxCommand(script, dataBytes, runtime, scriptArguments);
  const child = spawn(sandbox.command, sandbox.args, {
    stdio: sandboxStdio(sandbox, input),
    env: {} as NodeJS.ProcessEnv,
    cwd: '/',
    // Leads a group of its own, to be ended whole.
    detached: true,
  });
  sendFilter(sandbox, child.stdio);
  endWithThisProcess(child, sandbox.diesWithParent);
  return child;
}

/**
 * Keeps up to `size` children waiting, of the kind that was asked for last. Each still runs one job
 * and ends. A waiting child reads its stdin: when this process ends in whatever way, so does it.
 */
export function createChildPool(size: number): ChildPool {
  const spares: Spare[] = [];
  let starting = 0;
  let isClosed = false;
  const endAll = (): void => {
    for (const { child } of spares.splice(0)) endChild(child);
  };

  async function fill(script: string, dataBytes: number): Promise<void> {
    const key = `${dataBytes} ${script}`;
    while (!isClosed && starting < size && count(key) + starting < size) {
      starting++;
      try {
        keep(
          key,
          await spawnChild(script, dataBytes, { warmsUp: true }),
          () => void fill(script, dataBytes),
        );
      } finally {
        starting--;
      }
    }
  }

  const count = (key: string): number => spares.filter((spare) => spare.key === key).length;

  function keep(key: string, child: ChildProcess, replace: () => void): void {
    if (isClosed) {
      endChild(child);
      return;
    }
    const spare = { key, child };
    const startedAt = performance.now();
    spares.push(spare);
    while (spares.length > size) endChild(spares.shift()!.child);
    setReferenced(child, false);
    const leave = (): void => {
      const at = spares.indexOf(spare);
      if (at < 0) return;
      spares.splice(at, 1);
      if (performance.now() - startedAt > SHORTEST_LIFE_MS) replace();
    };
    child.once('exit', leave);
    child.once('error', leave);
    child.stdin?.on('error', () => {}); // `exit` tells
  }

  return {
    take: async (script, dataBytes) => {
      const allowed = Math.ceil(dataBytes / STEP_BYTES) * STEP_BYTES;
      const key = `${allowed} ${script}`;
      const at = spares.findIndex((spare) => spare.key === key && isRunning(spare.child));
      const [found] = at < 0 ? [] : spares.splice(at, 1);
      const child = found?.child ?? (await spawnChild(script, allowed));
      setReferenced(child, true);
      refillAfter(child, () => void fill(script, allowed).catch(() => {}));
      return child;
    },
    warm: (script, dataBytes) => fill(script, Math.ceil(dataBytes / STEP_BYTES) * STEP_BYTES),
    pids: () => spares.flatMap(({ child }) => child.pid ?? []),
    close: () => {
      isClosed = true;
      endAll();
    },
  };
}

/** Starting another takes time from the job: a small one is over before. */
function refillAfter(child: ChildProcess, refill: () => void): void {
  const once = (): void => {
    clearTimeout(timer);
    child.removeListener('exit', once);
    refill();
  };
  const timer = setTimeout(once, REFILL_DELAY_MS).unref();
  child.once('exit', once);
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;

/** A child that waits does not keep this process alive. */
function setReferenced(child: ChildProcess, isReferenced: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as ({
    ref(): void;
    unref(): void;
  } | null)[];
  for (const handle of handles) {
    if (isReferenced) handle?.ref();
    else handle?.unref();
  }
}
