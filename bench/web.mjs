// What the pages weigh and how quick they are: the production build on a whole local market, a real
// Chromium, Lighthouse's mobile preset. Writes web.json.
//   node bench/web.mjs [--only weight,lighthouse,live,offers (prints, writes nothing)]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildParts } from '../scripts/start/build.mjs';
import { bundleBench, root } from './bundle.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
await buildParts();
const script = await bundleBench('bench/web/measure-web.ts', 'bench-web');
const { status, stdout } = spawnSync(process.execPath, [script, values.only ?? ''], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
const figures = JSON.parse(stdout.trim().split('\n').at(-1));
console.table(figures.pages);
for (const [name, value] of Object.entries(figures)) {
  if (name !== 'pages') console.log(`${name}: ${JSON.stringify(value)}`);
}
if (values.only === undefined) {
  writeFileSync(join(root, 'bench/web.json'), `${JSON.stringify(figures, null, 2)}\n`);
}
