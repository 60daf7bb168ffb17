import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 120_000;

/** What a test does to the processes of a stack, by their names in scripts/start/services. */
export class WorkerControl {
  readonly #dataDir: string;

  /** Sets the folder of crash orders for all processes that this one starts from now on. */
  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    mkdirSync(this.#crashDir, { recursive: true });
    process.env.RECKON_CRASH_DIR = this.#crashDir;
  }

  /** The process under its name at the moment; it is another one after a restart. */
  pidOf(name: string): number {
    const lines = readFileSync(join(this.#dataDir, 'processes.jsonl'), 'utf8').split('\n');
    for (const line of lines.filter(Boolean).reverse()) {
      const order = JSON.parse(line) as { add: number; name: string };
      if (order.name === name) return order.add;
    }
    throw new Error(`No process ${name} runs`);
  }

  /** kill -9; the supervisor starts it again. */
  kill(name: string): void {
    process.kill(this.pidOf(name), 'SIGKILL');
  }

  /** As if its machine were gone: it keeps its state and hears nothing. */
  freeze(name: string): void {
    process.kill(-this.pidOf(name), 'SIGSTOP');
  }

  thaw(name: string): void {
    process.kill(-this.pidOf(name), 'SIGCONT');
  }

  /** Has the process killed at its next such moment (workers/runtime/crash-point). */
  crashAt(name: string, moment: string): void {
    writeFileSync(this.#order(name, moment), '');
  }

  /** Resolves when the process has come to the moment and was killed there. */
  async crashed(name: string, moment: string): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (existsSync(this.#order(name, moment))) {
      if (Date.now() > until) throw new Error(`${name} never came to ${moment}`);
      await sleep(100);
    }
  }

  stopCrashing(): void {
    delete process.env.RECKON_CRASH_DIR;
  }

  #order(name: string, moment: string): string {
    return join(this.#crashDir, `${name}.${moment}`);
  }

  get #crashDir(): string {
    return join(this.#dataDir, 'crash');
  }
}
