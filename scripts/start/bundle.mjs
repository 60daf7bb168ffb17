import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, distDir, inRoot, root } from './places.mjs';

/** Entry points of worker processes, by the name of their bundle. */
export function workerEntries() {
  const entries = readdirSync(inRoot('workers'))
    .map((name) => [name, inRoot('workers', name, 'main.ts')])
    .filter(([, path]) => existsSync(path));
  return Object.fromEntries(entries);
}

/**
 * Bundles every worker to dist/<name>.js: our code in, packages left outside. Built in a new folder
 * that then takes the old one's place, so that a running process never loads half of it.
 */
export async function bundleWorkers() {
  const { build } = await import('esbuild');
  const fresh = join(cacheDir, 'dist.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const entries = workerEntries();
  const options = {
    outdir: fresh,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root },
    sourcemap: true,
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
  };
  await build({
    ...options,
    entryPoints: entries,
    packages: 'external',
    banner: {
      js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
    },
  });
  // The child process in which a job runs (lib/execution/run-job.server.ts starts it) may read no
  // file but its own: its packages are bundled in.
  const child = { 'job-child': inRoot('lib/execution/job-child.server.ts') };
  await build({ ...options, entryPoints: child, sourcemap: false });
  const old = join(cacheDir, 'dist.old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(distDir)) renameSync(distDir, old);
  renameSync(fresh, distDir);
  rmSync(old, { recursive: true, force: true });
  return Object.keys(entries).length + 1;
}

export const bundlePath = (name) => join(distDir, `${name}.js`);
