import type { Descriptor, DirectoryDescriptor, FileDescriptor } from './descriptors';

/** What a descriptor may be used for, and what those opened through it may be, as bits. */
export interface Rights {
  readonly base: bigint;
  readonly inheriting: bigint;
}

export const RIGHT = {
  read: 1n << 1n,
  seek: 1n << 2n,
  tell: 1n << 5n,
  write: 1n << 6n,
  truncate: 1n << 19n,
} as const;

const ALL = (1n << 30n) - 1n;

/**
 * What makes no sense on a directory itself: datasync, read, seek, set_flags, sync, tell, write,
 * advise, allocate, fd_filestat_set_size, poll, sockets.
 */
const OF_FILES_ONLY = bitsOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 22, 27, 28, 29]);
/** The same for a file: whatever is done by path, and reading a directory. */
const OF_DIRECTORIES_ONLY = bitsOf([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24, 25, 26]);

function bitsOf(bits: readonly number[]): bigint {
  return bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
}

/**
 * What is told of a descriptor's rights. Only reading, writing and truncating by path are enforced;
 * the others are there because programs ask for no more than what they are told. A job's tell all:
 * the numbers end up in its memory, and so in its digest.
 */
export function rightsOf(descriptor: Descriptor): Rights {
  const { lost } = descriptor;
  const { base, inheriting } = whole(descriptor);
  return { base: base & ~lost.base, inheriting: inheriting & ~lost.inheriting };
}

function whole(descriptor: Descriptor): Rights {
  switch (descriptor.kind) {
    case 'stdin':
      return { base: RIGHT.read, inheriting: 0n };
    case 'output':
      return { base: RIGHT.write, inheriting: 0n };
    case 'directory':
      return { base: descriptor.isStrict ? ALL & ~OF_FILES_ONLY : ALL, inheriting: ALL };
    case 'file': {
      const unread = descriptor.canRead ? 0n : RIGHT.read;
      const unwritten = descriptor.canWrite ? 0n : RIGHT.write;
      const senseless = descriptor.isStrict ? OF_DIRECTORIES_ONLY : 0n;
      return { base: ALL & ~unread & ~unwritten & ~senseless, inheriting: 0n };
    }
  }
}

export const NOTHING_LOST: Rights = { base: 0n, inheriting: 0n };

export const mayRead = ({ canRead, lost }: FileDescriptor): boolean =>
  canRead && (lost.base & RIGHT.read) === 0n;
export const mayWrite = ({ canWrite, lost }: FileDescriptor): boolean =>
  canWrite && (lost.base & RIGHT.write) === 0n;
export const mayTruncate = ({ isStrict, lost }: DirectoryDescriptor): boolean =>
  !isStrict || (lost.base & RIGHT.truncate) === 0n;
