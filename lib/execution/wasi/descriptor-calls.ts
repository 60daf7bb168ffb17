import type { FileDescriptor, InputDescriptor } from './descriptors';
import { ERRNO, WasiError } from './errno';
import { LARGEST_OFFSET, offsetOf } from './file-offset';
import type { GuestSpan } from './guest-memory';
import { HOST_CAPS } from './host-caps';
import type { HostContext } from './host-context';
import { mayRead, mayWrite } from './rights';

const FLAG_APPEND = 1;
const LARGEST_ADVICE = 5;

/** A list of vectors, paid by its length before it is read. */
function vectorsOf(
  { memory, meter, costs }: HostContext,
  list: number,
  count: number,
): GuestSpan[] {
  meter.take(Math.min(count >>> 0, HOST_CAPS.ioVectors) * costs.vector);
  return memory.vectors(list, count);
}

/** Copies file bytes from `offset` into the vectors; returns how many. */
function readInto(
  { memory, meter, costs }: HostContext,
  file: FileDescriptor['file'],
  offset: number,
  vectors: readonly GuestSpan[],
): number {
  let done = 0;
  file.wasRead = true;
  for (const { at, length } of vectors) {
    const from = offset + done;
    const count = Math.max(0, Math.min(length, file.size - from));
    if (count === 0) continue;
    meter.take(count * costs.readByte);
    memory.span(at, count).set(file.bytes.subarray(from, from + count));
    done += count;
  }
  return done;
}

/** Fills the vectors from stdin; returns how many bytes there were. */
function readInput(
  { memory, meter, costs }: HostContext,
  { read }: InputDescriptor,
  vectors: readonly GuestSpan[],
): number {
  let done = 0;
  for (const { at, length } of vectors) {
    if (length === 0) continue;
    const count = read(memory.span(at, length));
    meter.take(count * costs.readByte);
    done += count;
    if (count < length) break;
  }
  return done;
}

function writeFrom(
  { memory, meter, costs, tree, clock }: HostContext,
  file: FileDescriptor['file'],
  offset: number,
  vectors: readonly GuestSpan[],
): number {
  let done = 0;
  for (const { at, length } of vectors) {
    const end = offset + done + length;
    // A write behind the end fills the gap with zeros: they cost as well.
    meter.take(Math.max(length, end - file.size) * costs.writeByte);
    if (length === 0) continue;
    tree.write(file, offset + done, memory.span(at, length));
    done += length;
  }
  file.modifiedAt = clock.now;
  return done;
}

export const descriptorCalls = {
  fd_advise: (
    { descriptors }: HostContext,
    fd: number,
    _offset: bigint,
    _length: bigint,
    advice: number,
  ) => {
    descriptors.file(fd);
    return advice >>> 0 > LARGEST_ADVICE ? ERRNO.inval : ERRNO.success;
  },

  fd_allocate: (context: HostContext, fd: number, offset: bigint, length: bigint) => {
    const descriptor = context.descriptors.file(fd);
    const { file } = descriptor;
    if (!mayWrite(descriptor)) throw new WasiError(ERRNO.badf);
    const size = offsetOf(offset) + offsetOf(length);
    if (size > file.size) {
      context.meter.take((size - file.size) * context.costs.writeByte);
      context.tree.resize(file, size);
    }
    return ERRNO.success;
  },

  fd_close: ({ descriptors }: HostContext, fd: number) => {
    descriptors.close(fd);
    return ERRNO.success;
  },

  fd_datasync: ({ descriptors }: HostContext, fd: number) => {
    descriptors.get(fd);
    return ERRNO.success;
  },

  fd_sync: ({ descriptors }: HostContext, fd: number) => {
    descriptors.get(fd);
    return ERRNO.success;
  },

  fd_pread: (
    context: HostContext,
    fd: number,
    list: number,
    count: number,
    offset: bigint,
    result: number,
  ) => {
    const descriptor = context.descriptors.file(fd);
    const { file } = descriptor;
    if (!mayRead(descriptor)) throw new WasiError(ERRNO.badf);
    const vectors = vectorsOf(context, list, count);
    context.memory.setU32(result, readInto(context, file, offsetOf(offset), vectors));
    return ERRNO.success;
  },

  fd_pwrite: (
    context: HostContext,
    fd: number,
    list: number,
    count: number,
    offset: bigint,
    result: number,
  ) => {
    const descriptor = context.descriptors.file(fd);
    const { file } = descriptor;
    if (!mayWrite(descriptor)) throw new WasiError(ERRNO.badf);
    const vectors = vectorsOf(context, list, count);
    context.memory.setU32(result, writeFrom(context, file, offsetOf(offset), vectors));
    return ERRNO.success;
  },

  fd_read: (context: HostContext, fd: number, list: number, count: number, result: number) => {
    const descriptor = context.descriptors.get(fd);
    const vectors = vectorsOf(context, list, count);
    let done = 0;
    if (descriptor.kind === 'directory') return ERRNO.isdir;
    if (descriptor.kind === 'stdin') done = readInput(context, descriptor, vectors);
    if (descriptor.kind === 'output') return ERRNO.badf;
    if (descriptor.kind === 'file') {
      if (!mayRead(descriptor)) return ERRNO.badf;
      done = readInto(context, descriptor.file, descriptor.offset, vectors);
      descriptor.offset += done;
    }
    context.memory.setU32(result, done);
    return ERRNO.success;
  },

  fd_write: (context: HostContext, fd: number, list: number, count: number, result: number) => {
    const descriptor = context.descriptors.get(fd);
    const vectors = vectorsOf(context, list, count);
    if (descriptor.kind === 'directory') return ERRNO.isdir;
    if (descriptor.kind === 'stdin') return ERRNO.badf;
    const { file } = descriptor;
    let done: number;
    if (descriptor.kind === 'output') done = writeFrom(context, file, file.size, vectors);
    else {
      if (!mayWrite(descriptor)) return ERRNO.badf;
      if (descriptor.flags & FLAG_APPEND) descriptor.offset = file.size;
      done = writeFrom(context, file, descriptor.offset, vectors);
      descriptor.offset += done;
    }
    context.memory.setU32(result, done);
    return ERRNO.success;
  },

  fd_renumber: ({ descriptors }: HostContext, from: number, to: number) => {
    descriptors.renumber(from, to);
    return ERRNO.success;
  },

  fd_seek: (
    { descriptors, memory }: HostContext,
    fd: number,
    offset: bigint,
    whence: number,
    result: number,
  ) => {
    const descriptor = descriptors.file(fd);
    const bases = [0, descriptor.offset, descriptor.file.size];
    const base = bases[whence >>> 0];
    if (base === undefined) return ERRNO.inval;
    const target = BigInt(base) + offset;
    if (target < 0n || target > LARGEST_OFFSET) return ERRNO.inval;
    memory.setU64(result, target);
    descriptor.offset = Number(target);
    return ERRNO.success;
  },

  fd_tell: ({ descriptors, memory }: HostContext, fd: number, result: number) => {
    memory.setU64(result, BigInt(descriptors.file(fd).offset));
    return ERRNO.success;
  },
};
