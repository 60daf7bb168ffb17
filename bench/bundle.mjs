import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The clone. */
export const root = join(import.meta.dirname, '..');

/**
 * Bundles a bench that is written in TypeScript for this Node.
 *
 * @param {string} entry its path from the root
 * @param {string} name of the bundle's folder in the cache
 * @returns {Promise<string>} the bundle's path
 */
export async function bundleBench(entry, name) {
  const outfile = join(root, 'node_modules/.cache', `reckon-${name}`, 'main.mjs');
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    alias: { '@': root },
    logLevel: 'error',
    sourcemap: 'inline',
    plugins: [{ name: 'scripts-stay-where-they-are', setup: keepScripts }],
  });
  return outfile;
}

/** Scripts find the clone, and themselves, by their own place. */
function keepScripts({ onResolve }) {
  onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
    path: pathToFileURL(resolve(resolveDir, path)).href,
    external: true,
  }));
}
