import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import type { OutputFile } from '../execution';
import type { GuestFolder } from '../wasi/create-host';
import { outputFolderOf } from '../wasi/create-host';
import type { SharedFolder } from './parse-command';

/** Deeper folders, or links that lead in circles, are refused. */
const LARGEST_DEPTH = 64;

/** A folder that cannot be given to a program, or not written back to. */
export class SharedFolderError extends Error {}

/**
 * Reads a folder of this machine whole: its files, and its folders, also empty ones.
 *
 * @throws SharedFolderError it is no folder, or something in it is neither file nor folder, leads
 *   out of it or cannot be read
 */
export function readSharedFolder({ guest, host }: SharedFolder): GuestFolder {
  const files = new Map<string, Uint8Array>();
  const directories: string[] = [];
  const root = rootOf(host);
  const walk = (prefix: string, depth: number): void => {
    if (depth > LARGEST_DEPTH) throw new SharedFolderError(`${host}: ${prefix} is too deep`);
    for (const name of readdirSync(join(root, prefix)).sort()) {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const place = join(root, path);
      const kind = lstatSync(place);
      if (kind.isDirectory()) {
        directories.push(path);
        walk(path, depth + 1);
        continue;
      }
      const file = kind.isSymbolicLink() ? targetOf(root, host, path) : place;
      if (!statSync(file).isFile()) throw new SharedFolderError(`${host}: ${path} is not a file`);
      files.set(path, new Uint8Array(readFileSync(file)));
    }
  };
  attempt(host, () => walk('', 0));
  return { guest, files, directories };
}

/**
 * Writes what is new or changed back to where it was read from.
 *
 * @throws SharedFolderError a path leads out of the folder, or cannot be written; the others are
 */
export function writeSharedFolder(
  { guest, host }: SharedFolder,
  outputs: readonly OutputFile[],
): void {
  const root = rootOf(host);
  const prefix = `${outputFolderOf(guest)}/`;
  const failed: unknown[] = [];
  for (const output of outputs) {
    if (!output.path.startsWith(prefix)) continue;
    const path = output.path.slice(prefix.length);
    try {
      attempt(`${host}: ${path}`, () => writeFileSync(placeFor(root, host, path), output.bytes));
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}

/** Where a file is to be written; the folders on the way are made. No link may lead out. */
function placeFor(root: string, host: string, path: string): string {
  const place = join(root, path);
  if (!isInside(root, place)) throw new SharedFolderError(`${host}: ${path} leads out of it`);
  let parent = root;
  for (const name of path.split('/').slice(0, -1)) {
    parent = join(parent, name);
    if (!existsSync(parent)) mkdirSync(parent);
    if (!lstatSync(parent).isDirectory()) {
      throw new SharedFolderError(`${host}: ${path} leads through what is not a folder`);
    }
  }
  const before = lstatSync(place, { throwIfNoEntry: false });
  if (before?.isSymbolicLink() === true) return targetOf(root, host, path);
  return place;
}

function rootOf(host: string): string {
  return attempt(host, () => {
    const root = realpathSync(host);
    if (!statSync(root).isDirectory()) throw new SharedFolderError(`${host} is not a folder`);
    return root;
  });
}

/** What a link leads to, which must be a file in the same folder. */
function targetOf(root: string, host: string, path: string): string {
  const target = attempt(`${host}: ${path}`, () => realpathSync(join(root, path)));
  if (!isInside(root, target)) {
    throw new SharedFolderError(`${host}: the link ${path} leads out of it`);
  }
  return target;
}

function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** What the system says against it becomes one line. */
function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof SharedFolderError) throw error;
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOENT' ? 'there is no such file or folder' : `the system says ${code}`;
    throw new SharedFolderError(`${what}: ${cause}`, { cause: error });
  }
}
