// What determinism costs on this machine: kernels and jobs, metered, as they are, and natively.
// Writes engine.json and docs/engine.md's figures.   node bench/engine.mjs [--repeats N] [--only a,b (prints, writes nothing)]
// --only coldStart measures the smallest job alone, --only host the calls of the host.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleBench, root } from './bundle.mjs';
import { buildKernels, gccVersion } from './engine/build-kernels.mjs';
import { withFigures } from './engine/cost-section.mjs';

const LEAST_MS = 5;
const { values } = parseArgs({
  options: { repeats: { type: 'string', default: '7' }, only: { type: 'string' } },
});

const measureColdStart = async () =>
  measure(await bundleBench('bench/engine/measure-cold-start.ts', 'bench-cold-start'), [], [])[0];

if (values.only === 'coldStart') {
  console.log(await measureColdStart());
  process.exit(0);
}

const table = (rows) =>
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
const measureHost = async () =>
  measure(await bundleBench('bench/engine/measure-host.ts', 'bench-host'), [], []);

if (values.only === 'host') {
  table(await measureHost());
  process.exit(0);
}

if (gccVersion() === undefined) {
  process.stderr.write(
    'The bench compares with native code and finds no gcc.\n' +
      'Install it: apt-get install gcc (Debian), dnf install gcc (Fedora), brew install gcc (macOS).\n',
  );
  process.exit(2);
}

function measure(script, flags, args) {
  const { status, stdout } = spawnSync(process.execPath, [...flags, script, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const only = values.only?.split(',');
const kernels = (await buildKernels()).filter(({ name }) => only?.includes(name) ?? true);
const script = await bundleBench('bench/engine/measure-kernels.ts', 'bench-engine');
const rows = measure(script, ['--no-liftoff'], [JSON.stringify(kernels), values.repeats]);
table(rows);
if (only !== undefined) process.exit(0);

const weights = await bundleBench('bench/engine/measure-weights.ts', 'bench-weights');
const catalogue = measure(
  await bundleBench('bench/engine/measure-catalogue.ts', 'bench-catalogue'),
  ['--no-liftoff'],
  [],
);
table(catalogue);
table(await measureHost());
const memory = await bundleBench('bench/engine/measure-memory.ts', 'bench-memory');
const peak = (name, kind) => measure(memory, [], [name, kind])[0];
const spreadOf = (speeds) => Number((Math.max(...speeds) / Math.min(...speeds)).toFixed(2));
const by = (field) => Object.fromEntries(rows.map((row) => [row.name, row[field]]));
const column = (field) => rows.map((row) => row[field]);
const mean = (field) =>
  Number(Math.exp(column(field).reduce((sum, x) => sum + Math.log(x), 0) / rows.length).toFixed(3));
const speeds = column('gigafuelPerSecond');
const report = {
  node: process.version,
  native: `${gccVersion()}, -O2`,
  vsNative: by('vsNative'),
  vsRaw: by('vsRaw'),
  rawVsNative: by('rawVsNative'),
  geomeanVsNative: mean('vsNative'),
  geomeanVsRaw: mean('vsRaw'),
  ...(await measureColdStart()),
  transformMsPerMB: rows.find(({ name }) => name === 'sqlite').transformMsPerMB,
  /** Reading what is kept on disk of a module that was transformed before, its digest checked. */
  transformUnchangedMs: by('unchangedMs'),
  fuelPerSecondSpread: spreadOf(speeds),
  gigafuelPerSecond: by('gigafuelPerSecond'),
  /** Of those that take a while: the others are as long as an instance takes to come and go. */
  catalogueSpread: spreadOf(
    catalogue.filter(({ ms }) => ms >= LEAST_MS).map(({ gigafuelPerSecond }) => gigafuelPerSecond),
  ),
  catalogueGigafuelPerSecond: Object.fromEntries(
    catalogue.map(({ name, gigafuelPerSecond }) => [name, gigafuelPerSecond]),
  ),
  peakMemoryMB: Object.fromEntries(
    ['cowsay', 'sqlite'].map((name) => [
      name,
      { raw: peak(name, 'raw'), metered: peak(name, 'metered') },
    ]),
  ),
  nanosecondsPerInstruction: measure(weights, ['--no-liftoff'], [])[0],
};
console.log(report);
writeFileSync(join(root, 'bench/engine.json'), `${JSON.stringify(report, null, 2)}\n`);
const docs = join(root, 'docs/engine.md');
writeFileSync(docs, withFigures(readFileSync(docs, 'utf8'), report));
