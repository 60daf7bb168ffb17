import { readFileSync } from 'node:fs';

/** @param {string} path */
export const linesOf = (path) => readFileSync(path, 'utf8').split('\n');

/**
 * An lcov report. A branch without hits is written as `-` where its line was never reached.
 *
 * @param {string} path
 * @returns {{ file: string, lines: Place[], branches: Place[] }[]}
 * @typedef {{ line: number, hits: number }} Place
 */
export function readLcov(path) {
  const files = [];
  for (const record of linesOf(path)) {
    const [, key, value = ''] = /^(\w+):(.*)$/.exec(record) ?? [];
    const numbers = value.split(',').map((part) => (part === '-' ? 0 : Number(part)));
    if (key === 'SF') files.push({ file: value, lines: [], branches: [] });
    if (key === 'DA') files.at(-1).lines.push({ line: numbers[0], hits: numbers[1] });
    if (key === 'BRDA') files.at(-1).branches.push({ line: numbers[0], hits: numbers[3] });
  }
  return files;
}
