import { ERRNO, WasiError } from './errno';
import type { DirectoryNode, TreeNode } from './file-tree';
import { HOST_CAPS } from './host-caps';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const REPLACED = '\ufffd';
const encoder = new TextEncoder();

/** What a path names: the directory it stands in, its last name, and the node if there is one. */
export interface ResolvedPath {
  readonly parent: DirectoryNode;
  /** Empty when the path names the directory it started from, or one above its end. */
  readonly name: string;
  readonly node: TreeNode | undefined;
  /** The path ends in a slash: only a directory will do. */
  readonly wantsDirectory: boolean;
}

/** Control characters and the backslash: no output may have a name that other systems read otherwise. */
const isRefused = (byte: number) => byte < 0x20 || byte === 0x7f || byte === 0x5c;

/** Decodes a path as the module gave it. */
export function decodePath(bytes: Uint8Array): string {
  if (bytes.length > HOST_CAPS.pathBytes) throw new WasiError(ERRNO.nametoolong);
  if (bytes.some(isRefused)) throw new WasiError(ERRNO.ilseq);
  const text = utf8.decode(bytes);
  // An error of the decoder would cost more than the call. What is no UTF-8 is read as U+FFFD, which a
  // name may hold of its own: then it is written as it was read.
  if (text.includes(REPLACED) && !isSame(encoder.encode(text), bytes)) {
    throw new WasiError(ERRNO.ilseq);
  }
  return text;
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

/**
 * Walks a path from a directory. Absolute paths, and `..` above the directory that it starts
 * from, are refused: a descriptor gives access to what is below it and to nothing else.
 *
 * @param outside the error number of such a path
 */
export function resolvePath(from: DirectoryNode, path: string, outside: number): ResolvedPath {
  if (path === '') throw new WasiError(ERRNO.noent);
  if (path.startsWith('/')) throw new WasiError(outside);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const wantsDirectory = /(^|\/)\.{0,2}$/.test(path);
  const trail: DirectoryNode[] = [from];
  let name = '';
  let node: TreeNode | undefined = from;
  for (const part of parts) {
    if (node === undefined) throw new WasiError(ERRNO.noent);
    if (node.kind !== 'directory') throw new WasiError(ERRNO.notdir);
    if (node !== trail.at(-1)) trail.push(node);
    if (part === '..') {
      if (trail.length === 1) throw new WasiError(outside);
      trail.pop();
      node = trail.at(-1)!;
      name = '';
      continue;
    }
    // At most three bytes a character: short names need no closer look.
    const isLong = part.length * 3 > HOST_CAPS.nameBytes;
    if (isLong && encoder.encode(part).length > HOST_CAPS.nameBytes) {
      throw new WasiError(ERRNO.nametoolong);
    }
    name = part;
    node = node.children.get(part);
  }
  return { parent: trail.at(-1)!, name, node, wantsDirectory };
}
