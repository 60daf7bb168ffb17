import { readSync } from 'node:fs';
import type { KeptInput } from './kept-input';
import { KEPT_INPUT_BYTES } from './kept-input';

const RETRY_MS = 2;
const FIRST_ROOM = 64 * 1024;

/** A descriptor as a program's stdin. What was read is kept, for another process to begin with. */
export class StandardInput {
  private readonly descriptor: number;
  private readonly before: KeptInput;
  /** How much of `before` has been given. */
  private given = 0;
  private room = new Uint8Array(0);
  private kept = 0;
  private isKept = true;
  private hasEnded = false;

  /** @param before what another process has read of it already */
  constructor(descriptor: number, before?: KeptInput) {
    this.descriptor = descriptor;
    this.before = before ?? { bytes: new Uint8Array(0), hasEnded: false };
  }

  /**
   * Waits until all bytes asked for are there: how a pipe cuts its bytes into pieces is no business
   * of a deterministic program's.
   *
   * @returns how many there were, fewer than `target` holds only at the end
   */
  read(target: Uint8Array): number {
    let done = this.readBefore(target);
    while (done < target.length && !this.before.hasEnded) {
      try {
        const count = readSync(this.descriptor, target, done, target.length - done, null);
        if (count === 0) break;
        done += count;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EOF') break;
        if (code !== 'EAGAIN') throw error;
        // Somebody set the pipe to not wait.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      }
    }
    this.hasEnded ||= done < target.length;
    this.keep(target.subarray(0, done));
    return done;
  }

  /** All that was read; undefined where it is more than is kept. */
  readSoFar(): KeptInput | undefined {
    if (!this.isKept) return undefined;
    return { bytes: this.room.slice(0, this.kept), hasEnded: this.hasEnded };
  }

  private readBefore(target: Uint8Array): number {
    const piece = this.before.bytes.subarray(this.given, this.given + target.length);
    target.set(piece);
    this.given += piece.length;
    return piece.length;
  }

  private keep(bytes: Uint8Array): void {
    const wanted = this.kept + bytes.length;
    if (!this.isKept || wanted > KEPT_INPUT_BYTES) {
      this.isKept = false;
      this.room = new Uint8Array(0);
      return;
    }
    if (wanted > this.room.length) {
      const size = Math.max(wanted, 2 * this.room.length, FIRST_ROOM);
      const larger = new Uint8Array(Math.min(size, KEPT_INPUT_BYTES));
      larger.set(this.room.subarray(0, this.kept));
      this.room = larger;
    }
    this.room.set(bytes, this.kept);
    this.kept = wanted;
  }
}
