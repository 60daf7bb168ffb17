#!/usr/bin/env node
// npm run modules:certify [-- NAME...]: runs the curated modules, or those named, on every engine at
// hand and writes modules/<name>/certificate.json. Stops at the first that cannot be certified, or where the
// engines at hand are fewer than a curated module must be tried on.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { moduleNames, modulesFolder, root } from './module-sources.mjs';

const known = moduleNames();
const names = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no module ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(64);
}
for (const name of names) {
  const started = Date.now();
  const out = join(modulesFolder, name, 'certificate.json');
  const args = [
    '--no-warnings',
    join(root, 'scripts/job.mjs'),
    'certify',
    name,
    '--curated',
    '--out',
    out,
  ];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error(`${name}: not certified (exit code ${status})`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: certified, ${Math.round((Date.now() - started) / 1000)} s`);
}
