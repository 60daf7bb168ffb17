import { compareUtf8 } from '../compare-utf8';
import { ERRNO, WasiError } from './errno';
import { HOST_CAPS } from './host-caps';
import { OutputExceeded } from './stop-signal';

/** A file in memory. `bytes` may be longer than `size`; behind `size` it is zero. */
export interface FileNode {
  readonly kind: 'file';
  readonly inode: number;
  readonly writable: boolean;
  bytes: Uint8Array;
  size: number;
  /** Whether the module has asked for its bytes; no result depends on it. */
  wasRead: boolean;
  modifiedAt: bigint;
  accessedAt: bigint;
  /** How many names it has and how many descriptors hold it: storage counts until both end. */
  links: number;
  open: number;
}

export interface DirectoryNode {
  readonly kind: 'directory';
  readonly inode: number;
  readonly writable: boolean;
  readonly children: Map<string, TreeNode>;
  depth: number;
  /** Names in order of their bytes, until the next change. */
  sorted: readonly string[] | undefined;
  /** Removed while something held it open. */
  isGone: boolean;
  modifiedAt: bigint;
  accessedAt: bigint;
}

export type TreeNode = FileNode | DirectoryNode;

const NOTHING = new Uint8Array(0);

/**
 * The files that a module sees: read-only inputs and a writable /out. Inodes are numbered in
 * order of creation; bytes and nodes are capped; nothing touches a real disk.
 */
export class FileTree {
  readonly root: DirectoryNode;
  private nextInode = 1;
  private nodes = 0;
  private storedBytes = 0;
  private storageLimit: number;
  private nodeLimit: number;
  private readonly now: () => bigint;

  /**
   * @param storageLimit bytes that /out, stdout and stderr may hold together
   * @param now the times of what the module makes
   * @param nodeLimit files and directories that the module may make
   */
  constructor(
    storageLimit: number,
    now: () => bigint = () => 0n,
    nodeLimit: number = HOST_CAPS.nodes,
  ) {
    this.storageLimit = storageLimit;
    this.nodeLimit = nodeLimit;
    this.now = now;
    this.root = this.newDirectory(0, false);
  }

  private newDirectory(depth: number, writable: boolean): DirectoryNode {
    return {
      kind: 'directory',
      inode: this.nextInode++,
      writable,
      children: new Map(),
      depth,
      sorted: undefined,
      isGone: false,
      modifiedAt: 0n,
      accessedAt: 0n,
    };
  }

  newFile(bytes: Uint8Array, writable: boolean): FileNode {
    return {
      kind: 'file',
      inode: this.nextInode++,
      writable,
      bytes,
      size: bytes.length,
      wasRead: false,
      modifiedAt: 0n,
      accessedAt: 0n,
      links: 1,
      open: 0,
    };
  }

  /** Adds files before the module starts; directories on the way are made. Paths are relative. */
  mount(path: string, bytes: Uint8Array): void {
    const names = path.split('/');
    const name = names.pop()!;
    const parent = this.mountDirectory(names.join('/'), false);
    link(parent, name, this.newFile(bytes, false));
  }

  mountDirectory(path: string, writable: boolean): DirectoryNode {
    let directory = this.root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      let child = directory.children.get(name);
      if (child === undefined) {
        child = this.newDirectory(directory.depth + 1, writable);
        link(directory, name, child);
      }
      if (child.kind !== 'directory') throw new Error(`${path} leads through a file`);
      directory = child;
    }
    return directory;
  }

  /**
   * A writable directory outside the root, with copies of files and with empty directories. What
   * is mounted takes nothing of the limits.
   */
  mountFolder(
    files: ReadonlyMap<string, Uint8Array>,
    directories: readonly string[],
  ): DirectoryNode {
    const folder = this.newDirectory(0, true);
    for (const path of directories) this.grow(folder, path.split('/'));
    for (const [path, bytes] of files) {
      const names = path.split('/');
      const name = names.pop()!;
      link(this.grow(folder, names), name, this.newFile(bytes.slice(), true));
      this.nodes++;
      this.nodeLimit++;
      this.storedBytes += bytes.length;
      this.storageLimit += bytes.length;
    }
    return folder;
  }

  /** The directory at these names below another; those that are missing are made. */
  private grow(from: DirectoryNode, names: readonly string[]): DirectoryNode {
    let directory = from;
    for (const name of names) {
      let child = directory.children.get(name);
      if (child === undefined) {
        child = this.newDirectory(directory.depth + 1, true);
        link(directory, name, child);
        this.nodes++;
        this.nodeLimit++;
      }
      if (child.kind !== 'directory') throw new Error(`${names.join('/')} leads through a file`);
      directory = child;
    }
    return directory;
  }

  /** Counts bytes that are kept; negative when they are given back. */
  keep(bytes: number): void {
    this.storedBytes += bytes;
    if (this.storedBytes > this.storageLimit) throw new OutputExceeded();
  }

  private addNode(): void {
    if (++this.nodes > this.nodeLimit) throw new OutputExceeded();
  }

  createFile(parent: DirectoryNode, name: string): FileNode {
    if (!parent.writable) throw new WasiError(ERRNO.rofs);
    this.addNode();
    const file = this.newFile(NOTHING, true);
    file.modifiedAt = this.now();
    file.accessedAt = file.modifiedAt;
    link(parent, name, file);
    return file;
  }

  createDirectory(parent: DirectoryNode, name: string): void {
    if (!parent.writable) throw new WasiError(ERRNO.rofs);
    if (parent.children.has(name)) throw new WasiError(ERRNO.exist);
    if (parent.depth >= HOST_CAPS.directoryDepth) throw new WasiError(ERRNO.nametoolong);
    this.addNode();
    const directory = this.newDirectory(parent.depth + 1, true);
    directory.modifiedAt = this.now();
    directory.accessedAt = directory.modifiedAt;
    link(parent, name, directory);
  }

  /** Makes a file exactly `size` bytes long. */
  resize(file: FileNode, size: number): void {
    if (size > file.size) {
      this.keep(size - file.size);
      if (size > file.bytes.length) {
        const capacity = Math.min(Math.max(size, file.bytes.length * 2, 1024), this.storageLimit);
        const grown = new Uint8Array(Math.max(size, capacity));
        grown.set(file.bytes.subarray(0, file.size));
        file.bytes = grown;
      }
    } else {
      this.keep(size - file.size);
      if (size === 0) file.bytes = NOTHING;
      else file.bytes.fill(0, size, file.size);
    }
    file.size = size;
  }

  write(file: FileNode, offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (offset + bytes.length > file.size) this.resize(file, offset + bytes.length);
    file.bytes.set(bytes, offset);
  }

  unlinkFile(parent: DirectoryNode, name: string): void {
    const node = parent.children.get(name);
    if (node === undefined) throw new WasiError(ERRNO.noent);
    if (node.kind === 'directory') throw new WasiError(ERRNO.isdir);
    if (!parent.writable) throw new WasiError(ERRNO.rofs);
    unlink(parent, name);
    node.links--;
    // Each name counts; the last one's count goes with the file.
    if (node.links > 0) this.nodes--;
    else this.release(node);
  }

  removeDirectory(parent: DirectoryNode, name: string): void {
    const node = parent.children.get(name);
    if (node === undefined) throw new WasiError(ERRNO.noent);
    if (node.kind !== 'directory') throw new WasiError(ERRNO.notdir);
    if (!parent.writable || !node.writable) throw new WasiError(ERRNO.rofs);
    if (node.children.size > 0) throw new WasiError(ERRNO.notempty);
    unlink(parent, name);
    node.isGone = true;
    this.nodes--;
  }

  /** Gives a file's storage back once nothing names or holds it. */
  release(file: FileNode): void {
    if (file.links > 0 || file.open > 0 || !file.writable) return;
    this.keep(-file.size);
    file.size = 0;
    file.bytes = NOTHING;
    this.nodes--;
  }

  rename(from: DirectoryNode, oldName: string, to: DirectoryNode, newName: string): void {
    const node = from.children.get(oldName);
    if (node === undefined) throw new WasiError(ERRNO.noent);
    if (!from.writable || !to.writable || !node.writable) throw new WasiError(ERRNO.rofs);
    const target = to.children.get(newName);
    if (target === node) return;
    if (node.kind === 'directory') {
      const below = from === to ? [] : [...directoriesFrom(node)];
      if (below.includes(to)) throw new WasiError(ERRNO.inval);
      const deepening = to.depth - from.depth;
      if (below.some(({ depth }) => depth + deepening > HOST_CAPS.directoryDepth)) {
        throw new WasiError(ERRNO.nametoolong);
      }
      if (target !== undefined) this.removeDirectory(to, newName);
      for (const directory of below) directory.depth += deepening;
    } else if (target !== undefined) this.unlinkFile(to, newName);
    unlink(from, oldName);
    link(to, newName, node);
  }

  /** Gives a file one more name. */
  addLink(file: FileNode, parent: DirectoryNode, name: string): void {
    if (!parent.writable || !file.writable) throw new WasiError(ERRNO.rofs);
    if (parent.children.has(name)) throw new WasiError(ERRNO.exist);
    this.addNode();
    file.links++;
    link(parent, name, file);
  }

  /** Names of a directory in order of their bytes. */
  static sortedNames(directory: DirectoryNode): readonly string[] {
    directory.sorted ??= [...directory.children.keys()].sort(compareUtf8);
    return directory.sorted;
  }
}

function link(directory: DirectoryNode, name: string, node: TreeNode): void {
  directory.children.set(name, node);
  directory.sorted = undefined;
}

function unlink(directory: DirectoryNode, name: string): void {
  directory.children.delete(name);
  directory.sorted = undefined;
}

/** A directory and all directories below it. */
export function* directoriesFrom(directory: DirectoryNode): Generator<DirectoryNode> {
  yield directory;
  for (const child of directory.children.values()) {
    if (child.kind === 'directory') yield* directoriesFrom(child);
  }
}
