import { ERRNO, WasiError } from './errno';
import { setTimes, writeFileStat } from './file-stat';
import { directoriesFrom } from './file-tree';
import { HOST_CAPS } from './host-caps';
import type { HostContext } from './host-context';
import type { ResolvedPath } from './resolve-path';
import { decodePath, resolvePath } from './resolve-path';
import { mayTruncate, RIGHT } from './rights';

const OPEN_FLAGS = 0xf;
const FD_FLAGS = 0x1f;
const OPEN = { create: 1, directory: 2, exclusive: 4, truncate: 8 };

function resolve(
  { memory, meter, costs, descriptors }: HostContext,
  fd: number,
  at: number,
  length: number,
): ResolvedPath {
  const path = memory.span(at, length);
  meter.take(costs.path + Math.min(path.length, HOST_CAPS.pathBytes) * costs.pathByte);
  const { directory, isStrict } = descriptors.directory(fd);
  const found = resolvePath(directory, decodePath(path), isStrict ? ERRNO.perm : ERRNO.notcapable);
  // A job may make files there, which nobody finds: its digest was made so.
  if (isStrict && found.parent.isGone && found.name !== '') throw new WasiError(ERRNO.noent);
  return found;
}

/** For calls that make or remove an entry: the path must end in a name of its own. */
function named(path: ResolvedPath): ResolvedPath {
  if (path.name === '') throw new WasiError(ERRNO.inval);
  return path;
}

export const pathCalls = {
  path_create_directory: (context: HostContext, fd: number, at: number, length: number) => {
    const { parent, name, node } = resolve(context, fd, at, length);
    if (node !== undefined) return ERRNO.exist;
    context.tree.createDirectory(parent, name);
    return ERRNO.success;
  },

  path_filestat_get: (
    context: HostContext,
    fd: number,
    _flags: number,
    at: number,
    length: number,
    result: number,
  ) => {
    const { node, wantsDirectory } = resolve(context, fd, at, length);
    if (node === undefined) return ERRNO.noent;
    if (wantsDirectory && node.kind !== 'directory') return ERRNO.notdir;
    writeFileStat(context.memory, result, node);
    return ERRNO.success;
  },

  path_filestat_set_times: (
    context: HostContext,
    fd: number,
    _flags: number,
    at: number,
    length: number,
    accessed: bigint,
    modified: bigint,
    timeFlags: number,
  ) => {
    const { node, wantsDirectory } = resolve(context, fd, at, length);
    if (node === undefined) return ERRNO.noent;
    const { isStrict } = context.descriptors.directory(fd);
    if (isStrict && wantsDirectory && node.kind !== 'directory') return ERRNO.notdir;
    setTimes(node, context.clock, accessed, modified, timeFlags);
    return ERRNO.success;
  },

  path_open: (
    context: HostContext,
    fd: number,
    _lookup: number,
    at: number,
    length: number,
    openFlags: number,
    rights: bigint,
    _inheriting: bigint,
    fdFlags: number,
    result: number,
  ) => {
    const { tree, descriptors, memory, meter, costs } = context;
    const path = resolve(context, fd, at, length);
    const from = descriptors.directory(fd);
    if (openFlags & ~OPEN_FLAGS || fdFlags & ~FD_FLAGS) return ERRNO.inval;
    if (openFlags & OPEN.truncate && !mayTruncate(from)) return ERRNO.perm;
    memory.u32(result); // must lie inside before anything changes
    let { node } = path;
    if (node !== undefined && openFlags & OPEN.create && openFlags & OPEN.exclusive) {
      return ERRNO.exist;
    }
    if (node === undefined) {
      if (!(openFlags & OPEN.create)) return ERRNO.noent;
      if (openFlags & OPEN.directory || path.wantsDirectory) return ERRNO.inval;
    }
    const wantsWrite = (rights & RIGHT.write) !== 0n;
    if (node?.kind === 'directory') {
      if (wantsWrite || openFlags & OPEN.truncate) return ERRNO.isdir;
      const opened = descriptors.open({
        kind: 'directory',
        directory: node,
        preopen: undefined,
        isStrict: from.isStrict,
        listed: undefined,
        lost: { base: 0n, inheriting: from.lost.inheriting },
      });
      memory.setU32(result, opened);
      return ERRNO.success;
    }
    if (node !== undefined && (openFlags & OPEN.directory || path.wantsDirectory)) {
      return ERRNO.notdir;
    }
    if (node !== undefined && !node.writable && (wantsWrite || openFlags & OPEN.truncate)) {
      return ERRNO.rofs;
    }
    node ??= tree.createFile(path.parent, named(path).name);
    if (openFlags & OPEN.truncate) {
      meter.take(node.size * costs.writeByte);
      tree.resize(node, 0);
    }
    const opened = descriptors.open({
      kind: 'file',
      file: node,
      canRead: (rights & RIGHT.read) !== 0n,
      canWrite: wantsWrite,
      flags: fdFlags,
      offset: 0,
      isStrict: from.isStrict,
      lost: { base: from.lost.inheriting, inheriting: 0n },
    });
    memory.setU32(result, opened);
    return ERRNO.success;
  },

  path_remove_directory: (context: HostContext, fd: number, at: number, length: number) => {
    const { parent, name } = named(resolve(context, fd, at, length));
    context.tree.removeDirectory(parent, name);
    return ERRNO.success;
  },

  path_unlink_file: (context: HostContext, fd: number, at: number, length: number) => {
    const { parent, name, node, wantsDirectory } = named(resolve(context, fd, at, length));
    if (wantsDirectory && node?.kind === 'file') return ERRNO.notdir;
    context.tree.unlinkFile(parent, name);
    return ERRNO.success;
  },

  path_rename: (
    context: HostContext,
    fd: number,
    at: number,
    length: number,
    newFd: number,
    newAt: number,
    newLength: number,
  ) => {
    const from = named(resolve(context, fd, at, length));
    const to = named(resolve(context, newFd, newAt, newLength));
    if (from.node?.kind === 'directory' && from.parent !== to.parent) {
      // All that is below it is looked at.
      for (const { children } of directoriesFrom(from.node)) {
        context.meter.take((1 + children.size) * context.costs.entry);
      }
    }
    const isFile = from.node?.kind === 'file';
    if (isFile && (from.wantsDirectory || to.wantsDirectory)) return ERRNO.notdir;
    if (from.node?.kind === 'directory' && to.node?.kind === 'file') return ERRNO.notdir;
    context.tree.rename(from.parent, from.name, to.parent, to.name);
    return ERRNO.success;
  },

  /** A second name for a file; both stand for the same bytes. */
  path_link: (
    context: HostContext,
    fd: number,
    _lookup: number,
    at: number,
    length: number,
    newFd: number,
    newAt: number,
    newLength: number,
  ) => {
    const { node, wantsDirectory } = resolve(context, fd, at, length);
    const to = resolve(context, newFd, newAt, newLength);
    if (node === undefined) return ERRNO.noent;
    if (node.kind === 'directory') return ERRNO.perm;
    if (wantsDirectory) return ERRNO.notdir;
    if (to.node !== undefined) return ERRNO.exist;
    if (to.wantsDirectory) return ERRNO.noent;
    context.tree.addLink(node, to.parent, named(to).name);
    return ERRNO.success;
  },

  // There are no symbolic links: nothing can point out of the tree.
  path_symlink: () => ERRNO.notsup,
  path_readlink: (context: HostContext, fd: number, at: number, length: number) => {
    const { node } = resolve(context, fd, at, length);
    return node === undefined ? ERRNO.noent : ERRNO.inval;
  },
};
