import { sha256 } from 'viem';

/** Random bytes that depend on the job alone: sha256(seed, counter), block after block. */
export class SeededRandom {
  private readonly input: Uint8Array;
  private counter = 0n;
  private block = new Uint8Array(0);

  /** @param seed 32 bytes */
  constructor(seed: Uint8Array) {
    this.input = new Uint8Array(40);
    this.input.set(seed);
  }

  fill(target: Uint8Array): void {
    let done = 0;
    while (done < target.length) {
      if (this.block.length === 0) this.block = this.nextBlock();
      const part = this.block.subarray(0, target.length - done);
      target.set(part, done);
      this.block = this.block.subarray(part.length);
      done += part.length;
    }
  }

  private nextBlock(): Uint8Array<ArrayBuffer> {
    new DataView(this.input.buffer).setBigUint64(32, this.counter++, true);
    return new Uint8Array(sha256(this.input, 'bytes'));
  }
}
