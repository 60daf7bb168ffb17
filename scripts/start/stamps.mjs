import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir, inRoot, root } from './places.mjs';

const SKIPPED = /(^|\/)(node_modules|\.next|dist|out|cache|\.data)$|\.(test|spec)\.tsx?$/;

/** @param {string} path absolute */
function* filesUnder(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return;
  if (!info.isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) {
    if (!SKIPPED.test(name)) yield* filesUnder(join(path, name));
  }
}

/**
 * Hash of the content and names of files; folders are walked, tests and outputs left out.
 *
 * @param {string[]} paths relative to the root; missing ones count as empty
 * @param {string[]} extras anything else that the output depends on
 */
export function hashOf(paths, extras = []) {
  const hash = createHash('sha256').update(JSON.stringify(extras));
  for (const path of paths) {
    for (const file of filesUnder(inRoot(path))) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

const stampFile = (name) => join(cacheDir, `${name}.stamp`);

/** Whether `name` was last built from this hash and its output is still there. */
export function isFresh(name, hash, output) {
  if (statSync(output, { throwIfNoEntry: false }) === undefined) return false;
  try {
    return readFileSync(stampFile(name), 'utf8') === hash;
  } catch {
    return false;
  }
}

export function writeStamp(name, hash) {
  mkdirSync(cacheDir, { recursive: true });
  const partial = `${stampFile(name)}.${process.pid}`;
  writeFileSync(partial, hash);
  renameSync(partial, stampFile(name));
}
