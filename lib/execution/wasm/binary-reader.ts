import { InvalidModule } from './invalid-module';

const LARGEST_NAME = 10_000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a WebAssembly binary front to back; anything malformed throws InvalidModule. */
export class BinaryReader {
  readonly bytes: Uint8Array;
  position: number;
  /** Where the number, name or run of bytes that was read last begins. */
  lastRead: number;
  readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.lastRead = start;
    this.end = end;
  }

  /**
   * Runs `read`; a module that it refuses is refused at the place that was read last.
   *
   * @throws InvalidModule with an offset
   */
  locating<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof InvalidModule) error.offset ??= this.lastRead;
      throw error;
    }
  }

  get isAtEnd(): boolean {
    return this.position >= this.end;
  }

  u8(): number {
    this.lastRead = this.position;
    if (this.position >= this.end) throw new InvalidModule('unexpected end');
    return this.bytes[this.position++]!;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    const start = this.position;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      if (shift === 28 && byte > 0x0f) throw new InvalidModule('number too large');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        this.lastRead = start;
        return value;
      }
    }
    throw new InvalidModule('number too long');
  }

  /** Signed LEB128 of at most 32 bits. */
  i32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
    }
    throw new InvalidModule('number too long');
  }

  /** Skips a signed LEB128 of at most `maxBytes` bytes. */
  skipLeb(maxBytes: number): void {
    for (let count = 0; count < maxBytes; count++) if (this.u8() < 0x80) return;
    throw new InvalidModule('number too long');
  }

  skip(length: number): void {
    this.lastRead = this.position;
    if (length > this.end - this.position) throw new InvalidModule('unexpected end');
    this.position += length;
  }

  take(length: number): Uint8Array {
    const start = this.position;
    this.skip(length);
    return this.bytes.subarray(start, this.position);
  }

  name(): string {
    const bytes = this.take(this.u32());
    if (bytes.length > LARGEST_NAME) throw new InvalidModule('a name is too long');
    try {
      return utf8.decode(bytes);
    } catch {
      throw new InvalidModule('a name is not UTF-8');
    }
  }

  /** A vector's length, refused above `cap` before anything is allocated for it. */
  count(cap: number, what: string): number {
    const count = this.u32();
    if (count > cap) throw new InvalidModule(`more than ${cap} ${what}`);
    return count;
  }
}
