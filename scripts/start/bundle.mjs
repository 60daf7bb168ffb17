import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, distDir, inRoot, root } from './places.mjs';

/** What runs where there are no packages: one file each. */
const WHOLE_BUNDLES = {
  // The process in which a job runs; it may read no file but its own bundle.
  'job-child': 'lib/execution/job-child.server.ts',
  // Runs a job on a node of a cluster.
  'slurm-job': 'lib/execution/slurm/slurm-job.server.ts',
};

/** Processes that workers start, beside their own bundles. */
const HELPERS = { 'gpu-speed': 'workers/provider/gpu/main.ts' };

/** For packages that still call it. */
const REQUIRE = {
  js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
};

/** Entry points of worker processes, by the name of their bundle. */
function workerEntries() {
  const entries = readdirSync(inRoot('workers'))
    .map((name) => [name, inRoot('workers', name, 'main.ts')])
    .filter(([, path]) => existsSync(path));
  return { ...Object.fromEntries(entries), ...HELPERS };
}

/**
 * Bundles every worker to dist/<name>.js: our code in, packages left outside. Built in a new folder
 * that then takes the old one's place, so that a running process never loads half of it.
 */
export async function bundleWorkers() {
  const { build, stop } = await import('esbuild');
  const fresh = join(cacheDir, 'dist.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const entries = workerEntries();
  const common = {
    outdir: fresh,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root },
    sourcemap: true,
    logLevel: 'error',
  };
  await build({
    ...common,
    entryPoints: entries,
    packages: 'external',
    banner: REQUIRE,
  });
  for (const [name, path] of Object.entries(WHOLE_BUNDLES)) {
    if (!existsSync(inRoot(path))) continue;
    const entryPoints = { [name]: inRoot(path) };
    const alias = { ...common.alias, ssh2: inRoot('lib/execution/slurm/no-ssh.ts') };
    await build({ ...common, entryPoints, alias, banner: REQUIRE });
  }
  stop();
  const old = join(cacheDir, 'dist.old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(distDir)) renameSync(distDir, old);
  renameSync(fresh, distDir);
  rmSync(old, { recursive: true, force: true });
  return Object.keys(entries).length;
}

export const bundlePath = (name) => join(distDir, `${name}.js`);
