// What lives of deals cost on the rules of the chains that Reckon is deployed to: real transactions
// on anvil, receipts' gasUsed. Writes gas.json; with --check it compares with gas.json instead, and
// fails where a figure has risen by more than 1 %.   node bench/gas.mjs [--check]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildParts } from '../scripts/start/build.mjs';
import { bundleBench, root } from './bundle.mjs';

const FILE = join(root, 'bench/gas.json');
const MOST_RISE = 1.01;
const isCheck = process.argv.includes('--check');

await buildParts(['contracts']);
const bench = await bundleBench('bench/measure-gas.ts', 'gas');
const { status, stdout } = spawnSync(process.execPath, [bench, join(root, 'contracts/out')], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
const figures = JSON.parse(stdout);

const known = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;
console.table(
  Object.fromEntries(
    Object.entries(figures.steady).map(([life, steady]) => [
      life,
      { steady, first: figures.first[life], before: known?.steady[life] },
    ]),
  ),
);
if (isCheck) {
  const risen = known ? [...rises(known, figures)] : ['bench/gas.json is missing'];
  for (const line of risen) console.error(line);
  if (risen.length > 0) {
    console.error('npm run bench:gas writes the new figures; say in the commit why they rose.');
    process.exit(1);
  }
} else {
  for (const [life, calls] of Object.entries(figures.calls)) {
    console.log(
      `${life}: ${Object.entries(calls)
        .map(([call, gas]) => `${call} ${gas}`)
        .join(', ')}`,
    );
  }
  writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`);
}

/** Every figure, however deep, that is more than a hundredth above the known one. */
function* rises(before, now, path = []) {
  for (const [key, value] of Object.entries(now)) {
    const old = before?.[key];
    const name = [...path, key];
    if (typeof value === 'object') yield* rises(old, value, name);
    else if (typeof value === 'number' && !(value <= old * MOST_RISE)) {
      yield `${name.join('.')}: ${value} gas, was ${old}`;
    }
  }
}
