import type { JobRequest } from '../lib/execution/execute-job';
import { executeJob } from '../lib/execution/execute-job';
import { prepareJob } from '../lib/execution/prepare-job';
import { exampleJob } from '../lib/execution/testing/example-job';
import { createHost } from '../lib/execution/wasi/create-host';
import { FuelMeter } from '../lib/execution/wasi/fuel-meter';
import { GuestMemory } from '../lib/execution/wasi/guest-memory';
import { ProcessExit } from '../lib/execution/wasi/stop-signal';
import { transformModule } from '../lib/execution/wasm/transform-module';

const REPEATS = 7;
const FUEL = 1n << 50n;

const counter = () => new WebAssembly.Global({ value: 'i64', mutable: true }, 0n);

/** Milliseconds of CPU that a run takes, compiling left out, and the Gfuel that it used. */
function measure(job: JobRequest, bytes: Uint8Array<ArrayBuffer>): { ms: number; gfuel: number } {
  const prepared = prepareJob(job.moduleFiles, job.inputFiles);
  const module = new WebAssembly.Module(bytes);
  let ms = Number.POSITIVE_INFINITY;
  let gfuel = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const host = createHost({
      programName: prepared.manifest.name,
      readOnly: prepared.readOnly,
      storageBytes: 1 << 30,
      seed: new Uint8Array(32),
    });
    const { exports } = new WebAssembly.Instance(module, {
      wasi_snapshot_preview1: host.imports,
      reckon: { tick: () => {} },
    });
    const global = (name: string) => exports[name] as WebAssembly.Global<'i64'> | undefined;
    const meter = new FuelMeter(
      {
        fuel: global('__reckon_fuel') ?? counter(),
        reserve: global('__reckon_reserve') ?? counter(),
      },
      FUEL,
    );
    const pageLimit = exports.__reckon_page_limit as WebAssembly.Global<'i32'> | undefined;
    if (pageLimit !== undefined) pageLimit.value = 32_768;
    const memory = (exports.__reckon_memory ?? exports.memory) as WebAssembly.Memory;
    host.attach(new GuestMemory(memory), meter);
    const before = process.cpuUsage();
    try {
      ((exports.__reckon_entry ?? exports._start) as () => void)();
    } catch (error) {
      if (!(error instanceof ProcessExit)) throw error;
    }
    const { user, system } = process.cpuUsage(before);
    ms = Math.min(ms, (user + system) / 1000);
    gfuel = Number(meter.used) / 1e9;
  }
  return { ms, gfuel };
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** A query that keeps the virtual machine of SQLite busy; its example is over at once. */
const COUNTING =
  'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) SELECT sum(x * x % 7) FROM c';

const JOBS: readonly (readonly [string, string, Record<string, unknown>])[] = [
  ['cowsay', 'cowsay', {}],
  ['sqlite', 'sqlite: counting', { sql: COUNTING }],
  ['upscale', 'upscale', {}],
];

const rows = [];
for (const [name, title, values] of JOBS) {
  const job = exampleJob(name, values);
  const bytes = job.moduleFiles.get('module.wasm') as Uint8Array<ArrayBuffer>;
  let transformMs = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 3; repeat++) {
    const before = performance.now();
    transformModule(bytes);
    transformMs = Math.min(transformMs, performance.now() - before);
  }
  const transformed = transformModule(bytes);
  const raw = measure(job, bytes);
  const metered = measure(job, transformed);
  const { fuelUsed } = await executeJob(job);
  rows.push({
    job: title,
    moduleKB: round(bytes.length / 1000, 0),
    growth: round(transformed.length / bytes.length),
    transformMs: round(transformMs, 0),
    rawMs: round(raw.ms, 1),
    meteredMs: round(metered.ms, 1),
    ratio: round(metered.ms / raw.ms),
    gfuel: round(Number(fuelUsed) / 1e9, 3),
    gfuelPerSecond: round((metered.gfuel / metered.ms) * 1000, 1),
  });
}
process.stdout.write(JSON.stringify(rows));
