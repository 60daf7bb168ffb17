import {
  HOST_ENTRY_FUEL,
  HOST_READ_BYTE_FUEL,
  HOST_SORT_ENTRY_FUEL,
  HOST_WRITE_BYTE_FUEL,
} from '../wasm/cost-table';
import type { FileDescriptor, InputDescriptor } from './descriptors';
import { ERRNO, WasiError } from './errno';
import { FILE_TYPE, fileTypeOf, nodeOf, setTimes, writeFileStat } from './file-stat';
import type { TreeNode } from './file-tree';
import { FileTree } from './file-tree';
import type { GuestSpan } from './guest-memory';
import type { HostContext } from './host-context';

const RIGHTS = { read: 1n << 1n, seek: 1n << 2n, tell: 1n << 5n, write: 1n << 6n };
const ALL_RIGHTS = (1n << 30n) - 1n;
const FLAG_APPEND = 1;
/** Files stay addressable by exact JavaScript numbers; the storage cap is far below. */
const LARGEST_OFFSET = 1n << 52n;

const encoder = new TextEncoder();

function offsetOf(value: bigint): number {
  const offset = BigInt.asUintN(64, value);
  if (offset > LARGEST_OFFSET) throw new WasiError(ERRNO.inval);
  return Number(offset);
}

/** Copies file bytes from `offset` into the vectors; returns how many. */
function readInto(
  { memory, meter }: HostContext,
  file: FileDescriptor['file'],
  offset: number,
  vectors: readonly GuestSpan[],
): number {
  let done = 0;
  for (const { at, length } of vectors) {
    const from = offset + done;
    const count = Math.max(0, Math.min(length, file.size - from));
    if (count === 0) continue;
    meter.charge(count * HOST_READ_BYTE_FUEL);
    memory.span(at, count).set(file.bytes.subarray(from, from + count));
    done += count;
  }
  return done;
}

/** Fills the vectors from stdin; returns how many bytes there were. */
function readInput(
  { memory, meter }: HostContext,
  { read }: InputDescriptor,
  vectors: readonly GuestSpan[],
): number {
  let done = 0;
  for (const { at, length } of vectors) {
    if (length === 0) continue;
    const count = read(memory.span(at, length));
    meter.charge(count * HOST_READ_BYTE_FUEL);
    done += count;
    if (count < length) break;
  }
  return done;
}

function writeFrom(
  { memory, meter, tree, clock }: HostContext,
  file: FileDescriptor['file'],
  offset: number,
  vectors: readonly GuestSpan[],
): number {
  let done = 0;
  for (const { at, length } of vectors) {
    const end = offset + done + length;
    // A write behind the end fills the gap with zeros: they cost as well.
    meter.charge(Math.max(length, end - file.size) * HOST_WRITE_BYTE_FUEL);
    tree.write(file, offset + done, memory.span(at, length));
    done += length;
  }
  file.modifiedAt = clock.now;
  return done;
}

export const descriptorCalls = {
  fd_advise: ({ descriptors }: HostContext, fd: number) => {
    descriptors.file(fd);
    return ERRNO.success;
  },

  fd_allocate: (context: HostContext, fd: number, offset: bigint, length: bigint) => {
    const { file, canWrite } = context.descriptors.file(fd);
    if (!canWrite) throw new WasiError(ERRNO.badf);
    const size = offsetOf(offset) + offsetOf(length);
    if (size > file.size) {
      context.meter.charge((size - file.size) * HOST_WRITE_BYTE_FUEL);
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

  fd_fdstat_get: ({ descriptors, memory }: HostContext, fd: number, at: number) => {
    const descriptor = descriptors.get(fd);
    memory.span(at, 24).fill(0);
    let type: number = FILE_TYPE.unknown;
    let rights = ALL_RIGHTS;
    if (descriptor.kind === 'stdin') rights = RIGHTS.read;
    else if (descriptor.kind === 'output') rights = RIGHTS.write;
    else if (descriptor.kind === 'directory') type = FILE_TYPE.directory;
    else {
      type = FILE_TYPE.regular;
      if (!descriptor.canWrite) rights &= ~RIGHTS.write;
      if (!descriptor.canRead) rights &= ~RIGHTS.read;
      memory.setU16(at + 2, descriptor.flags);
    }
    memory.setU8(at, type);
    memory.setU64(at + 8, rights);
    memory.setU64(at + 16, descriptor.kind === 'directory' ? ALL_RIGHTS : 0n);
    return ERRNO.success;
  },

  fd_fdstat_set_flags: ({ descriptors }: HostContext, fd: number, flags: number) => {
    const descriptor = descriptors.get(fd);
    if (descriptor.kind === 'file') descriptor.flags = flags & 0x1f;
    return ERRNO.success;
  },

  fd_fdstat_set_rights: () => ERRNO.notsup,

  fd_filestat_get: ({ descriptors, memory }: HostContext, fd: number, at: number) => {
    writeFileStat(memory, at, nodeOf(descriptors.get(fd)));
    return ERRNO.success;
  },

  fd_filestat_set_size: (context: HostContext, fd: number, size: bigint) => {
    const { file, canWrite } = context.descriptors.file(fd);
    if (!canWrite) throw new WasiError(ERRNO.badf);
    const wanted = offsetOf(size);
    context.meter.charge(Math.abs(wanted - file.size) * HOST_WRITE_BYTE_FUEL);
    context.tree.resize(file, wanted);
    file.modifiedAt = context.clock.now;
    return ERRNO.success;
  },

  fd_filestat_set_times: (
    { descriptors, clock }: HostContext,
    fd: number,
    accessed: bigint,
    modified: bigint,
    flags: number,
  ) => {
    const node = nodeOf(descriptors.get(fd));
    if (node === undefined) throw new WasiError(ERRNO.badf);
    setTimes(node, clock, accessed, modified, flags);
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
    const { file, canRead } = context.descriptors.file(fd);
    if (!canRead) throw new WasiError(ERRNO.badf);
    const vectors = context.memory.vectors(list, count);
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
    const { file, canWrite } = context.descriptors.file(fd);
    if (!canWrite) throw new WasiError(ERRNO.badf);
    const vectors = context.memory.vectors(list, count);
    context.memory.setU32(result, writeFrom(context, file, offsetOf(offset), vectors));
    return ERRNO.success;
  },

  fd_prestat_get: ({ descriptors, memory }: HostContext, fd: number, at: number) => {
    const descriptor = descriptors.get(fd);
    if (descriptor.kind !== 'directory' || descriptor.preopen === undefined) return ERRNO.badf;
    memory.setU32(at, 0);
    memory.setU32(at + 4, encoder.encode(descriptor.preopen).length);
    return ERRNO.success;
  },

  fd_prestat_dir_name: (
    { descriptors, memory }: HostContext,
    fd: number,
    at: number,
    length: number,
  ) => {
    const descriptor = descriptors.get(fd);
    if (descriptor.kind !== 'directory' || descriptor.preopen === undefined) return ERRNO.badf;
    const name = encoder.encode(descriptor.preopen);
    if (length >>> 0 < name.length) return ERRNO.nametoolong;
    memory.span(at, name.length).set(name);
    return ERRNO.success;
  },

  fd_read: (context: HostContext, fd: number, list: number, count: number, result: number) => {
    const descriptor = context.descriptors.get(fd);
    const vectors = context.memory.vectors(list, count);
    let done = 0;
    if (descriptor.kind === 'directory') return ERRNO.isdir;
    if (descriptor.kind === 'stdin') done = readInput(context, descriptor, vectors);
    if (descriptor.kind === 'output') return ERRNO.badf;
    if (descriptor.kind === 'file') {
      if (!descriptor.canRead) return ERRNO.badf;
      done = readInto(context, descriptor.file, descriptor.offset, vectors);
      descriptor.offset += done;
    }
    context.memory.setU32(result, done);
    return ERRNO.success;
  },

  fd_write: (context: HostContext, fd: number, list: number, count: number, result: number) => {
    const descriptor = context.descriptors.get(fd);
    const vectors = context.memory.vectors(list, count);
    if (descriptor.kind === 'directory') return ERRNO.isdir;
    if (descriptor.kind === 'stdin') return ERRNO.badf;
    const { file } = descriptor;
    let done: number;
    if (descriptor.kind === 'output') done = writeFrom(context, file, file.size, vectors);
    else {
      if (!descriptor.canWrite) return ERRNO.badf;
      if (descriptor.flags & FLAG_APPEND) descriptor.offset = file.size;
      done = writeFrom(context, file, descriptor.offset, vectors);
      descriptor.offset += done;
    }
    context.memory.setU32(result, done);
    return ERRNO.success;
  },

  fd_readdir: (
    { descriptors, memory, meter }: HostContext,
    fd: number,
    at: number,
    length: number,
    cookie: bigint,
    result: number,
  ) => {
    const directory = descriptors.directory(fd);
    if (directory.sorted === undefined) {
      meter.charge(directory.children.size * HOST_SORT_ENTRY_FUEL);
    }
    const names = FileTree.sortedNames(directory);
    const size = length >>> 0;
    const target = memory.span(at, size);
    let used = 0;
    for (let index = offsetOf(cookie); index < names.length + 2 && used < size; index++) {
      meter.charge(HOST_ENTRY_FUEL);
      const name = index === 0 ? '.' : index === 1 ? '..' : names[index - 2]!;
      const node: TreeNode = directory.children.get(name) ?? directory;
      const entry = directoryEntry(index + 1, node, encoder.encode(name));
      const part = entry.subarray(0, size - used);
      target.set(part, used);
      used += part.length;
    }
    memory.setU32(result, used);
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

function directoryEntry(next: number, node: TreeNode, name: Uint8Array): Uint8Array {
  const entry = new Uint8Array(24 + name.length);
  const view = new DataView(entry.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, BigInt(node.inode), true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, fileTypeOf(node));
  entry.set(name, 24);
  return entry;
}
