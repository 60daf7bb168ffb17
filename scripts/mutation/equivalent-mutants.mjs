import { readFileSync } from 'node:fs';

/**
 * Mutants that no test can tell from the original, each with its reason, reviewed by hand. They are
 * named by their line's text, so that they outlive changes elsewhere in the file.
 *
 * @typedef {{ file: string, code: string, from: string, to: string, nth?: number, reason: string }} Equivalent
 */
const list = JSON.parse(
  readFileSync(new URL('./equivalent-mutants.json', import.meta.url), 'utf8'),
);

/** @param {import('./mutation-sites.mjs').Mutation[]} mutations all there are */
export function equivalenceOf(mutations) {
  const found = new Map();
  const stale = [];
  for (const entry of list) {
    const alike = mutations.filter((mutation) => isSame(entry, mutation));
    const meant = entry.nth === undefined ? alike : alike.slice(entry.nth - 1, entry.nth);
    if (meant.length === 0) stale.push(entry);
    for (const mutation of meant) found.set(mutation, entry.reason);
  }
  return { reasonOf: (mutation) => found.get(mutation), stale };
}

const isSame = (entry, { file, code, from, to }) =>
  entry.file === file && entry.code === code && entry.from === from && entry.to === to;
