import { ERRNO, WasiError } from './errno';
import type { DirectoryNode, FileNode, FileTree } from './file-tree';
import { HOST_CAPS } from './host-caps';
import type { Rights } from './rights';

interface WithRights {
  /** What fd_fdstat_set_rights has taken away. */
  lost: Rights;
}

export interface InputDescriptor extends WithRights {
  readonly kind: 'stdin';
  /** Fills `target` with the next bytes; returns how many, fewer than it holds only at the end. */
  readonly read: (target: Uint8Array) => number;
}

/** stdout or stderr: what is written is kept in order. */
export interface OutputDescriptor extends WithRights {
  readonly kind: 'output';
  readonly file: FileNode;
}

export interface FileDescriptor extends WithRights {
  readonly kind: 'file';
  readonly file: FileNode;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  flags: number;
  offset: number;
  /** Whether it tells only rights that a file can have. */
  readonly isStrict: boolean;
}

export interface DirectoryDescriptor extends WithRights {
  readonly kind: 'directory';
  readonly directory: DirectoryNode;
  /** The name by which the module finds a directory that is open from the start. */
  readonly preopen: string | undefined;
  /** Whether it tells only rights that a directory can have, and errors as others give them. */
  readonly isStrict: boolean;
  /** The names as they were when the list was last begun, so that removals skip nothing. */
  listed: readonly string[] | undefined;
}

export type Descriptor = InputDescriptor | OutputDescriptor | FileDescriptor | DirectoryDescriptor;

/** The open descriptors; a new one always gets the lowest free number. */
export class DescriptorTable {
  private readonly slots: (Descriptor | undefined)[];
  private readonly tree: FileTree;

  constructor(tree: FileTree, first: readonly Descriptor[]) {
    this.tree = tree;
    this.slots = [...first];
  }

  get(fd: number): Descriptor {
    const descriptor = this.slots[fd >>> 0];
    if (descriptor === undefined) throw new WasiError(ERRNO.badf);
    return descriptor;
  }

  isOpen(fd: number): boolean {
    return this.slots[fd >>> 0] !== undefined;
  }

  directory(fd: number): DirectoryDescriptor {
    const descriptor = this.get(fd);
    if (descriptor.kind !== 'directory') throw new WasiError(ERRNO.notdir);
    return descriptor;
  }

  /** A regular file; a stream cannot be sought, a directory is not one. */
  file(fd: number): FileDescriptor {
    const descriptor = this.get(fd);
    if (descriptor.kind === 'directory') {
      throw new WasiError(descriptor.isStrict ? ERRNO.badf : ERRNO.isdir);
    }
    if (descriptor.kind !== 'file') throw new WasiError(ERRNO.spipe);
    return descriptor;
  }

  open(descriptor: Descriptor): number {
    let fd = this.slots.indexOf(undefined);
    if (fd < 0) fd = this.slots.length;
    if (fd >= HOST_CAPS.descriptors) throw new WasiError(ERRNO.mfile);
    this.slots[fd] = descriptor;
    if (descriptor.kind === 'file') descriptor.file.open++;
    return fd;
  }

  close(fd: number): void {
    const descriptor = this.get(fd);
    this.slots[fd >>> 0] = undefined;
    if (descriptor.kind === 'file') {
      descriptor.file.open--;
      this.tree.release(descriptor.file);
    }
  }

  /** Moves `from` to the number `to`, which is closed first. */
  renumber(from: number, to: number): void {
    const descriptor = this.get(from);
    this.get(to);
    if (from >>> 0 === to >>> 0) return;
    this.close(to);
    this.slots[to >>> 0] = descriptor;
    this.slots[from >>> 0] = undefined;
  }
}
