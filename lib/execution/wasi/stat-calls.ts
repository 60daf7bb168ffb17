import { ERRNO, WasiError } from './errno';
import { offsetOf } from './file-offset';
import { FILE_TYPE, nodeOf, setTimes, writeFileStat } from './file-stat';
import type { HostContext } from './host-context';
import { mayWrite, rightsOf } from './rights';

const FLAGS = 0x1f;

/** What is told and set of an open descriptor. */
export const statCalls = {
  fd_fdstat_get: ({ descriptors, memory }: HostContext, fd: number, at: number) => {
    const descriptor = descriptors.get(fd);
    memory.span(at, 24).fill(0);
    let type: number = FILE_TYPE.unknown;
    if (descriptor.kind === 'directory') type = FILE_TYPE.directory;
    else if (descriptor.kind === 'file') {
      type = FILE_TYPE.regular;
      memory.setU16(at + 2, descriptor.flags);
    }
    const { base, inheriting } = rightsOf(descriptor);
    memory.setU8(at, type);
    memory.setU64(at + 8, base);
    memory.setU64(at + 16, inheriting);
    return ERRNO.success;
  },

  fd_fdstat_set_flags: ({ descriptors }: HostContext, fd: number, flags: number) => {
    const descriptor = descriptors.get(fd);
    if (flags & ~FLAGS) return ERRNO.inval;
    if (descriptor.kind === 'file') descriptor.flags = flags;
    return ERRNO.success;
  },

  /** Rights can be given up and never got back. */
  fd_fdstat_set_rights: (
    { descriptors }: HostContext,
    fd: number,
    base: bigint,
    inheriting: bigint,
  ) => {
    const descriptor = descriptors.get(fd);
    const held = rightsOf(descriptor);
    if ((base & ~held.base) !== 0n || (inheriting & ~held.inheriting) !== 0n) {
      return ERRNO.notcapable;
    }
    const { lost } = descriptor;
    descriptor.lost = {
      base: lost.base | (held.base & ~base),
      inheriting: lost.inheriting | (held.inheriting & ~inheriting),
    };
    return ERRNO.success;
  },

  fd_filestat_get: ({ descriptors, memory }: HostContext, fd: number, at: number) => {
    const descriptor = descriptors.get(fd);
    const isStrict = descriptor.kind === 'file' && descriptor.isStrict;
    writeFileStat(memory, at, nodeOf(descriptor), isStrict ? 0 : 1);
    return ERRNO.success;
  },

  fd_filestat_set_size: (context: HostContext, fd: number, size: bigint) => {
    const descriptor = context.descriptors.file(fd);
    const { file } = descriptor;
    if (!mayWrite(descriptor)) throw new WasiError(ERRNO.badf);
    const wanted = offsetOf(size);
    context.meter.take(Math.abs(wanted - file.size) * context.costs.writeByte);
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
};
