// What cheating brings, played against the real contracts on a chain of its own; and what it would
// bring without the guard that stands in its way. Writes deterrence.json, docs/deterrence.svg and the
// table in docs/deterrence.md.  node bench/deterrence.mjs [--deals 600] [--seed 1] [--execution-cost 0.6] [--theta 1]
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildParts } from '../scripts/start/build.mjs';

const root = join(import.meta.dirname, '..');
const outfile = join(root, 'node_modules/.cache/reckon-deterrence/main.mjs');

await buildParts(['contracts']);
mkdirSync(join(outfile, '..'), { recursive: true });
await build({
  entryPoints: [join(root, 'bench/deterrence/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  alias: { '@': root },
  logLevel: 'error',
  sourcemap: 'inline',
  // Scripts find the clone by their own place.
  plugins: [
    {
      name: 'scripts-stay-where-they-are',
      setup: ({ onResolve }) =>
        onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
          path: pathToFileURL(resolve(resolveDir, path)).href,
          external: true,
        })),
    },
  ],
});
const args = ['--enable-source-maps', outfile, root, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
