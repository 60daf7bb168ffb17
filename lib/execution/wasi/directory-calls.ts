import { ERRNO } from './errno';
import { offsetOf } from './file-offset';
import { fileTypeOf } from './file-stat';
import type { TreeNode } from './file-tree';
import { FileTree } from './file-tree';
import type { HostContext } from './host-context';

const encoder = new TextEncoder();

/** What is in a directory, and which are open from the start. */
export const directoryCalls = {
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

  fd_readdir: (
    { descriptors, memory, meter, costs }: HostContext,
    fd: number,
    at: number,
    length: number,
    cookie: bigint,
    result: number,
  ) => {
    const descriptor = descriptors.directory(fd);
    const { directory } = descriptor;
    if (directory.sorted === undefined) {
      meter.take(directory.children.size * costs.sortEntry);
    }
    const first = offsetOf(cookie);
    const sorted = FileTree.sortedNames(directory);
    if (first === 0) descriptor.listed = sorted;
    const names = descriptor.listed ?? sorted;
    const size = length >>> 0;
    const target = memory.span(at, size);
    let used = 0;
    for (let index = first; index < names.length + 2 && used < size; index++) {
      meter.take(costs.entry);
      const name = index === 0 ? '.' : index === 1 ? '..' : names[index - 2]!;
      const node = index < 2 ? directory : directory.children.get(name);
      if (node === undefined) continue; // removed since the list was begun
      const entry = directoryEntry(index + 1, node, encoder.encode(name));
      const part = entry.subarray(0, size - used);
      target.set(part, used);
      used += part.length;
    }
    memory.setU32(result, used);
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
