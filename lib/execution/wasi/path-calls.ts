import { HOST_PATH_BYTE_FUEL, HOST_PATH_FUEL, HOST_WRITE_BYTE_FUEL } from '../wasm/cost-table';
import { ERRNO, WasiError } from './errno';
import { setTimes, writeFileStat } from './file-stat';
import { HOST_CAPS } from './host-caps';
import type { HostContext } from './host-context';
import type { ResolvedPath } from './resolve-path';
import { decodePath, resolvePath } from './resolve-path';

const OPEN = { create: 1, directory: 2, exclusive: 4, truncate: 8 };
const RIGHT_READ = 1n << 1n;
const RIGHT_WRITE = 1n << 6n;

function resolve(
  { memory, meter, descriptors }: HostContext,
  fd: number,
  at: number,
  length: number,
): ResolvedPath {
  const path = memory.span(at, length);
  meter.charge(HOST_PATH_FUEL + Math.min(path.length, HOST_CAPS.pathBytes) * HOST_PATH_BYTE_FUEL);
  return resolvePath(descriptors.directory(fd), decodePath(path));
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
    const { node } = resolve(context, fd, at, length);
    if (node === undefined) return ERRNO.noent;
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
    const { tree, descriptors, memory, meter } = context;
    const path = resolve(context, fd, at, length);
    memory.u32(result); // must lie inside before anything changes
    let { node } = path;
    if (node !== undefined && openFlags & OPEN.create && openFlags & OPEN.exclusive) {
      return ERRNO.exist;
    }
    if (node === undefined) {
      if (!(openFlags & OPEN.create)) return ERRNO.noent;
      if (openFlags & OPEN.directory || path.wantsDirectory) return ERRNO.inval;
    }
    const wantsWrite = (rights & RIGHT_WRITE) !== 0n;
    if (node?.kind === 'directory') {
      if (wantsWrite || openFlags & OPEN.truncate) return ERRNO.isdir;
      const opened = { kind: 'directory', directory: node, preopen: undefined } as const;
      memory.setU32(result, descriptors.open(opened));
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
      meter.charge(node.size * HOST_WRITE_BYTE_FUEL);
      tree.resize(node, 0);
    }
    const opened = descriptors.open({
      kind: 'file',
      file: node,
      canRead: (rights & RIGHT_READ) !== 0n,
      canWrite: wantsWrite,
      flags: fdFlags & 0x1f,
      offset: 0,
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
    const { parent, name, wantsDirectory } = named(resolve(context, fd, at, length));
    if (wantsDirectory) return ERRNO.notdir;
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
    context.tree.rename(from.parent, from.name, to.parent, to.name);
    return ERRNO.success;
  },

  // There are no links of either kind: nothing can point out of the tree.
  path_link: () => ERRNO.notsup,
  path_symlink: () => ERRNO.notsup,
  path_readlink: (context: HostContext, fd: number, at: number, length: number) => {
    const { node } = resolve(context, fd, at, length);
    return node === undefined ? ERRNO.noent : ERRNO.inval;
  },
};
