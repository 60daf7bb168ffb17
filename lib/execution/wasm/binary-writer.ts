const utf8 = new TextEncoder();

/** A growing byte buffer with WebAssembly's number encodings. */
export class BinaryWriter {
  private buffer: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.buffer = new Uint8Array(capacity);
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  u8(value: number): void {
    if (this.length === this.buffer.length) this.reserve(1);
    this.buffer[this.length++] = value;
  }

  /** Unsigned LEB128, value < 2^32. */
  u32(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.u8(rest);
  }

  /** Signed LEB128 of a whole number with |value| < 2^53. */
  signed(value: number): void {
    let rest = value;
    for (;;) {
      const byte = ((rest % 128) + 128) % 128;
      rest = Math.floor(rest / 128);
      const isLast = (rest === 0 && byte < 0x40) || (rest === -1 && byte >= 0x40);
      this.u8(isLast ? byte : byte | 0x80);
      if (isLast) return;
    }
  }

  raw(bytes: ArrayLike<number>): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Copies source[start, end). */
  copy(source: Uint8Array, start: number, end: number): void {
    const size = end - start;
    this.reserve(size);
    if (size < 64) {
      const { buffer } = this;
      let to = this.length;
      for (let from = start; from < end; from++) buffer[to++] = source[from]!;
    } else {
      this.buffer.set(source.subarray(start, end), this.length);
    }
    this.length += size;
  }

  name(text: string): void {
    const bytes = utf8.encode(text);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  /** Leaves room for a size that is known later; give the returned place to `closeSize`. */
  openSize(): number {
    this.reserve(5);
    this.length += 5;
    return this.length;
  }

  /** Writes the size since `openSize` as a LEB128 padded to five bytes. */
  closeSize(start: number): void {
    let size = this.length - start;
    for (let index = 5; index > 0; index--) {
      this.buffer[start - index] = index > 1 ? (size & 0x7f) | 0x80 : size;
      size = Math.floor(size / 128);
    }
  }

  /** A view of what was written; valid until the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.length);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }
}
