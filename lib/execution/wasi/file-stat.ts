import type { Descriptor } from './descriptors';
import { ERRNO, WasiError } from './errno';
import type { TreeNode } from './file-tree';
import type { GuestMemory } from './guest-memory';
import type { VirtualClock } from './virtual-clock';

export const FILE_TYPE = { unknown: 0, directory: 3, regular: 4 } as const;

export function fileTypeOf(node: TreeNode): number {
  return node.kind === 'directory' ? FILE_TYPE.directory : FILE_TYPE.regular;
}

/**
 * Writes a `filestat` (64 bytes). Streams have no node.
 *
 * @param leastLinks what is told of a file that has no name any more
 */
export function writeFileStat(
  memory: GuestMemory,
  at: number,
  node: TreeNode | undefined,
  leastLinks = 1,
): void {
  memory.span(at, 64).fill(0);
  memory.setU64(at, 1n);
  memory.setU64(at + 8, BigInt(node?.inode ?? 0));
  memory.setU8(at + 16, node === undefined ? FILE_TYPE.unknown : fileTypeOf(node));
  memory.setU64(at + 24, node?.kind === 'file' ? BigInt(Math.max(node.links, leastLinks)) : 1n);
  memory.setU64(at + 32, node?.kind === 'file' ? BigInt(node.size) : 0n);
  memory.setU64(at + 40, node?.accessedAt ?? 0n);
  memory.setU64(at + 48, node?.modifiedAt ?? 0n);
  memory.setU64(at + 56, node?.modifiedAt ?? 0n);
}

export function nodeOf(descriptor: Descriptor): TreeNode | undefined {
  if (descriptor.kind === 'directory') return descriptor.directory;
  return descriptor.kind === 'file' ? descriptor.file : undefined;
}

const SET_ACCESSED = 1;
const ACCESSED_NOW = 2;
const SET_MODIFIED = 4;
const MODIFIED_NOW = 8;

/** fd_filestat_set_times and its path twin. */
export function setTimes(
  node: TreeNode,
  clock: VirtualClock,
  accessed: bigint,
  modified: bigint,
  flags: number,
): void {
  const isTwice = (pair: number): boolean => (flags & pair) === pair;
  if (isTwice(SET_ACCESSED | ACCESSED_NOW) || isTwice(SET_MODIFIED | MODIFIED_NOW)) {
    throw new WasiError(ERRNO.inval);
  }
  if (!node.writable) throw new WasiError(ERRNO.rofs);
  const now = clock.now;
  if (flags & SET_ACCESSED) node.accessedAt = BigInt.asUintN(64, accessed);
  if (flags & ACCESSED_NOW) node.accessedAt = now;
  if (flags & SET_MODIFIED) node.modifiedAt = BigInt.asUintN(64, modified);
  if (flags & MODIFIED_NOW) node.modifiedAt = now;
}
