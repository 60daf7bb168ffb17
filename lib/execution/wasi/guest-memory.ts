import { ERRNO, WasiError } from './errno';
import { HOST_CAPS } from './host-caps';

/** A run of bytes in the module's memory. */
export interface GuestSpan {
  readonly at: number;
  readonly length: number;
}

/**
 * Checked access to the module's memory; what points outside is errno fault. The memory may have grown
 * between host calls, never within one: each begins with a `refresh`.
 */
export class GuestMemory {
  private readonly memory: WebAssembly.Memory;
  private view: DataView;
  private bytes: Uint8Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.view = new DataView(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
  }

  /** A grown memory has a new buffer. */
  refresh(): void {
    if (this.bytes.buffer === this.memory.buffer) return;
    this.view = new DataView(this.memory.buffer);
    this.bytes = new Uint8Array(this.memory.buffer);
  }

  private check(at: number, length: number): number {
    const start = at >>> 0;
    if (start + length > this.bytes.length) throw new WasiError(ERRNO.fault);
    return start;
  }

  /** The bytes themselves, valid until the memory grows. */
  span(at: number, length: number): Uint8Array {
    const size = length >>> 0;
    const start = this.check(at, size);
    return this.bytes.subarray(start, start + size);
  }

  u8(at: number): number {
    const start = this.check(at, 1);
    return this.view.getUint8(start);
  }

  u16(at: number): number {
    const start = this.check(at, 2);
    return this.view.getUint16(start, true);
  }

  u32(at: number): number {
    const start = this.check(at, 4);
    return this.view.getUint32(start, true);
  }

  u64(at: number): bigint {
    const start = this.check(at, 8);
    return this.view.getBigUint64(start, true);
  }

  setU8(at: number, value: number): void {
    const start = this.check(at, 1);
    this.view.setUint8(start, value);
  }

  setU16(at: number, value: number): void {
    const start = this.check(at, 2);
    this.view.setUint16(start, value, true);
  }

  setU32(at: number, value: number): void {
    const start = this.check(at, 4);
    this.view.setUint32(start, value, true);
  }

  setU64(at: number, value: bigint): void {
    const start = this.check(at, 8);
    this.view.setBigUint64(start, value, true);
  }

  /** Reads a list of iovecs (pointer, length); each must lie inside. */
  vectors(at: number, count: number): GuestSpan[] {
    const length = count >>> 0;
    if (length > HOST_CAPS.ioVectors) throw new WasiError(ERRNO.inval);
    const spans: GuestSpan[] = [];
    if (length === 0) return spans;
    // Looked at once, not for each number: a module can ask for a thousand vectors a call.
    const start = this.check(at, length * 8);
    const { view } = this;
    const size = this.bytes.length;
    let total = 0;
    for (let place = start; place < start + length * 8; place += 8) {
      const span = { at: view.getUint32(place, true), length: view.getUint32(place + 4, true) };
      if (span.at + span.length > size) throw new WasiError(ERRNO.fault);
      total += span.length;
      spans.push(span);
    }
    if (total > 0xffff_ffff) throw new WasiError(ERRNO.inval);
    return spans;
  }
}
