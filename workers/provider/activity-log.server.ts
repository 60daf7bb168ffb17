import { open, rename, stat } from 'node:fs/promises';
import type { Units } from './capacity';
import type { Cause } from './refusal';

/** One thing that the agent did. Amounts are those that the deal holds from then on. */
export type Activity =
  | { readonly did: 'started'; readonly total: Units }
  | { readonly did: 'reserved' | 'kept'; readonly dealId: string; readonly units: Units }
  | { readonly did: 'refused'; readonly dealId: string; readonly cause: Cause; detail: string }
  | {
      readonly did: 'released' | 'executing' | 'sealed' | 'receipted' | 'posted' | 'settled';
      readonly dealId: string;
    };

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * What an agent did, in order, one JSON line each, only ever appended to: from it anybody can count
 * afterwards that nothing was executed twice and nothing oversold. The older of two files goes when
 * the newer is full.
 */
export class ActivityLog {
  readonly #path: string;
  readonly #onError: (error: unknown) => void;
  #writing: Promise<void> = Promise.resolve();
  #isFirst = true;

  /** @param onError told when a line could not be written; the agent's work does not depend on it */
  constructor(path: string, onError: (error: unknown) => void) {
    this.#path = path;
    this.#onError = onError;
  }

  /** Resolves when the line is on disk; never rejects. */
  add(activity: Activity): Promise<void> {
    const line = `${JSON.stringify({ at: Date.now(), pid: process.pid, ...activity })}\n`;
    this.#writing = this.#writing.then(() => this.#append(line)).catch(this.#onError);
    return this.#writing;
  }

  async #append(line: string): Promise<void> {
    const { size } = await stat(this.#path).catch(() => ({ size: 0 }));
    if (size > MOST_BYTES) await rename(this.#path, `${this.#path}.1`);
    const file = await open(this.#path, 'a', 0o600);
    try {
      // A line that a power loss cut off must not swallow this one.
      const isCutOff = this.#isFirst && size > 0 && !(await endsInNewline(this.#path, size));
      this.#isFirst = false;
      if (isCutOff) await file.appendFile('\n');
      await file.appendFile(line);
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}

async function endsInNewline(path: string, size: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 10;
  } catch {
    return true;
  } finally {
    await file.close();
  }
}
