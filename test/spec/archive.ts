import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** A file of the suite: its path and its text. */
export interface SuiteFile {
  readonly name: string;
  readonly text: string;
}

const BLOCK = 512;

/** The vendored suite (vendor/README.md), in order of names. */
export function vendoredSuite(root: string): SuiteFile[] {
  const packed = readFileSync(join(root, 'test/spec/vendor/core-tests.tar.br'));
  return filesOfTar(brotliDecompressSync(packed)).sort(byName);
}

/** Every .wast file in a folder and the folders below it. */
export function suiteIn(folder: string): SuiteFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wast'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    .sort(byName);
}

const byName = (left: SuiteFile, right: SuiteFile): number => (left.name < right.name ? -1 : 1);

/** The regular files of a ustar archive. */
function filesOfTar(tar: Buffer): SuiteFile[] {
  const files: SuiteFile[] = [];
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    const isFile = tar[at + 156] === 0x30;
    const start = at + BLOCK;
    if (isFile) files.push({ name, text: tar.toString('utf8', start, start + size) });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
