import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './places.mjs';

const HINT = '//# allFunctionsCalledOnLoad\n';

/**
 * Tells V8 to compile React and Next's own client as a whole while they arrive, beside the main thread:
 * every page runs most of it before anything answers, and compiling it function by function holds the
 * first click up. Browsers that do not know the comment take it as one.
 * https://v8.dev/blog/explicit-compile-hints
 *
 * @returns {number} scripts that have the hint now
 */
export function hintFramework() {
  const folder = inRoot('.next');
  const { rootMainFiles } = JSON.parse(readFileSync(join(folder, 'build-manifest.json'), 'utf8'));
  for (const file of rootMainFiles) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.startsWith(HINT)) writeFileSync(path, HINT + text);
  }
  return rootMainFiles.length;
}
