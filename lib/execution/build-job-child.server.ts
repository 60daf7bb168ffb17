import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

let built: Promise<string> | undefined;

/**
 * Bundles job-child.server.ts with everything it imports into one file under node_modules/.cache,
 * once a process; for tests and scripts that run from source. The child may read nothing else.
 *
 * @returns the path for runJob's `childPath`
 */
export function buildJobChild(root: string = process.cwd()): Promise<string> {
  built ??= bundle(root);
  return built;
}

async function bundle(root: string): Promise<string> {
  const folder = join(root, 'node_modules', '.cache', 'reckon-engine');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'job-child.mjs');
  // Put in place whole: test files that run side by side never see half of it.
  const fresh = join(folder, `job-child-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, 'lib/execution/job-child.server.ts')],
    outfile: fresh,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root },
    logLevel: 'error',
  });
  renameSync(fresh, outfile);
  return outfile;
}
