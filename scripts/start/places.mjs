import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {...string} parts */
export const inRoot = (...parts) => resolve(root, ...parts);

/** Bundled worker processes. */
export const distDir = inRoot('dist');

/** Stamps of what was built from what, and copies of binaries; safe to delete. */
export const cacheDir = inRoot('node_modules/.cache/reckon');

/** State of the local market: database, chain, keys, logs, contents. */
export const defaultDataDir = () => resolve(root, process.env.RECKON_DATA_DIR || '.data');

/** Other versions of Node, where npm run test:determinism has fetched them. */
export const nodesDir = resolve(cacheDir, '../reckon-nodes/node_modules');
