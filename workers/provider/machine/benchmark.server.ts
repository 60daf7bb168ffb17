import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { WASM_ENGINE } from '../../../lib/execution/engine-id';
import type { Runner } from '../../../lib/execution/runner';
import { parseManifest } from '../../../lib/modules/manifest';
import type { MachineReport } from '../../../lib/providers/machine-report';
import { canonicalJson, type JsonValue } from '../../../lib/shared/canonical-json';
import { measureGpus } from './measure-gpus.server';

export type Benchmark = NonNullable<MachineReport['benchmark']>;

const MIB = 1024 * 1024;
const DISK_BYTES = 64 * MIB;
const MEMORY_BYTES = 128 * MIB;
/** The engine's job in two lengths: their difference leaves out what starting costs. */
const STEPS = { short: 2_000, long: 42_000 } as const;
const JOB_PATIENCE_MS = 120_000;
const PAIRS = 8;

/**
 * Measures this machine, in a few seconds and while nothing else runs on it, else it is slower than
 * it could be. What cannot be measured is null.
 *
 * @param options.modules the clone's folder of curated modules
 * @param options.folder where the disk is measured
 */
export async function measureMachine(options: {
  readonly runner: Pick<Runner, 'run'>;
  readonly modules: string;
  readonly folder: string;
  readonly now: number;
}): Promise<Benchmark> {
  const orNull = (measured: Promise<number>) => measured.catch(() => null);
  return {
    at: options.now,
    fuelPerSecond: await orNull(measureFuel(options.runner, options.modules)),
    memoryBytesPerSecond: measureMemory(),
    diskBytesPerSecond: await orNull(measureDisk(options.folder)),
    gpuFlopsPerSecond: await measureGpus(),
  };
}

/** Fuel a second of the curated module nbody on the real engine, in its sandbox. */
export async function measureFuel(runner: Pick<Runner, 'run'>, modules: string): Promise<number> {
  const bytesOf = async (name: string) =>
    new Uint8Array(await readFile(join(modules, 'nbody', name)));
  const manifestBytes = await bytesOf('manifest.json');
  const manifest = parseManifest(manifestBytes);
  const moduleFiles = new Map([
    ['manifest.json', manifestBytes],
    [manifest.entry, await bytesOf(manifest.entry)],
  ]);
  const run = async (steps: number) => {
    const job = { ...manifest.example.job, steps, every: steps } as unknown as JsonValue;
    const inputFiles = new Map([
      ['job.json', new TextEncoder().encode(canonicalJson(job))],
      ['salt', new Uint8Array(32)],
    ]);
    const { memoryMiB, storageMiB } = manifest.resources;
    const limits = { fuelLimit: BigInt(manifest.fuelLimit), memoryMiB, storageMiB };
    const begin = performance.now();
    const { status, fuelUsed } = await runner.run(
      { moduleFiles, inputFiles, limits, engine: WASM_ENGINE },
      { wallLimitMs: JOB_PATIENCE_MS },
    );
    if (status !== 'completed') throw new Error(`The job of the benchmark ended as ${status}`);
    return { fuel: Number(fuelUsed), seconds: (performance.now() - begin) / 1_000 };
  };
  // The first run also compiles: it does not count.
  await run(STEPS.short);
  // On a busy machine a short run may take the longer: the quickest of each tell.
  let [short, long] = [await run(STEPS.short), await run(STEPS.long)];
  for (let pairs = 1; pairs < PAIRS && long.seconds <= short.seconds; pairs++) {
    short = quicker(short, await run(STEPS.short));
    long = quicker(long, await run(STEPS.long));
  }
  if (long.seconds > short.seconds) {
    return rateOf(long.fuel - short.fuel, long.seconds - short.seconds);
  }
  throw new Error('The machine is too busy to be measured');
}

const quicker = <Run extends { seconds: number }>(one: Run, other: Run): Run =>
  other.seconds < one.seconds ? other : one;

/** Bytes a second that one core copies: the best of five, as others may want the memory too. */
function measureMemory(): number {
  const [from, to] = [Buffer.alloc(MEMORY_BYTES, 1), Buffer.alloc(MEMORY_BYTES)];
  const rates = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    from.copy(to);
    return rateOf(MEMORY_BYTES, (performance.now() - begin) / 1_000);
  });
  return Math.max(...rates);
}

/** Bytes a second that are on the disk for good (fsync). */
export async function measureDisk(folder: string): Promise<number> {
  const path = join(folder, `benchmark-${process.pid}.tmp`);
  const piece = Buffer.alloc(4 * MIB, 7);
  const file = await open(path, 'wx', 0o600);
  try {
    const begin = performance.now();
    for (let written = 0; written < DISK_BYTES; written += piece.length) await file.write(piece);
    await file.sync();
    return rateOf(DISK_BYTES, (performance.now() - begin) / 1_000);
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

/** @throws where the clock was too coarse for it */
function rateOf(amount: number, seconds: number): number {
  const rate = amount / seconds;
  if (!(rate > 0 && rate <= 1e15)) throw new Error('The time could not be measured');
  return Math.round(rate);
}
