import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildJobChild } from '../../build-job-child.server';
import type { NodeBundles } from '../job-spool.server';

/** Bundles what nodes run, as the build does for a worker (scripts/start/bundle.mjs). */
export async function buildNodeBundles(root: string = process.cwd()): Promise<NodeBundles> {
  const folder = join(root, 'node_modules', '.cache', 'reckon-engine');
  mkdirSync(folder, { recursive: true });
  const fresh = join(folder, `slurm-job-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, 'lib/execution/slurm/slurm-job.server.ts')],
    outfile: fresh,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root, ssh2: join(root, 'lib/execution/slurm/no-ssh.ts') },
    logLevel: 'error',
    banner: {
      js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
    },
  });
  const jobPath = join(folder, 'slurm-job.mjs');
  renameSync(fresh, jobPath);
  return { jobPath, childPath: await buildJobChild(root) };
}
