import { sha256, stringToBytes } from 'viem';
import { SeededRandom } from '../wasi/seeded-random';

/** Choices that depend on a text alone, the same on every machine. */
export class SeededChoices {
  private readonly random: SeededRandom;

  constructor(seed: string) {
    this.random = new SeededRandom(sha256(stringToBytes(seed), 'bytes'));
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.random.fill(bytes);
    return bytes;
  }

  /** A whole number from 0 to below `limit` (at most 2^32). */
  below(limit: number): number {
    return new DataView(this.bytes(4).buffer).getUint32(0) % limit;
  }

  /** From 0 to below 1, in steps of 2^-32. */
  fraction(): number {
    return new DataView(this.bytes(4).buffer).getUint32(0) / 2 ** 32;
  }

  /** One of the items, of which there must be one. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
