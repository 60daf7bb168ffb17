import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildJobChild } from './build-job-child.server';
import { WASM_ENGINE } from './engine-id';
import { executeJob } from './execute-job';
import type { ExecutionProgress } from './execution';
import { InfrastructureFault } from './infrastructure-fault';
import { runJob } from './run-job.server';
import { baselineOnly, OPTIMISED_FLAGS, ownRuntime } from './sandbox-command.server';
import { assembleModule, br, EMPTY, END, i32c } from './testing/assemble-module';
import { mapJob } from './testing/map-job';
import { probeChild } from './testing/probe-child';
import { testJob } from './testing/test-job';
import { wideFrames } from './testing/wide-frames';
import { createTransformCache } from './transform-cache.server';
import { transformModule } from './wasm/transform-module';

const forever = assembleModule({ functions: [{ code: [0x03, EMPTY, br(0), END] }] });
/** Progress is told where loops hold loops: the innermost ones are left to run. */
const nested = assembleModule({
  functions: [{ code: [0x03, EMPTY, 0x03, EMPTY, END, br(0), END] }],
});
const nothing = assembleModule({ functions: [{ code: [] }] });
/** Runs a transformed module from stdin and says which error it throws. */
const OVERFLOWS = `
  const bytes = require('node:fs').readFileSync(0);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { reckon: { tick() {} } });
  exports.__reckon_fuel.value = 1n << 60n;
  try { exports.__reckon_entry(); } catch (error) { process.stdout.write(error.name); }`;
const NO_END = { limits: { fuelLimit: 1n << 60n } };

let childPath: string;
let folder: string;

beforeAll(async () => {
  childPath = await buildJobChild();
  folder = mkdtempSync(join(tmpdir(), 'reckon-run-job-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const faultOf = async (run: Promise<unknown>): Promise<string> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InfrastructureFault);
  return (error as Error).message;
};

describe('a job in a process of its own', () => {
  it('ends as it does here', async () => {
    for (const wasm of [forever, nothing]) {
      const job = testJob(wasm);
      expect(await runJob(job, { childPath })).toEqual(await executeJob(job));
    }
  });

  it('ends as it does here: a map job, with its progress', async () => {
    const job = mapJob(['a', 'bad', 'c']);
    const seen: unknown[] = [];
    const ended = await runJob(job, { childPath, onProgress: ({ items }) => seen.push(items) });
    expect(ended).toEqual(await executeJob(job));
    expect(seen.at(-1)).toEqual({ ended: 2, count: 3 });
  });

  it('comes to the same result whatever the frames of the compiler', async () => {
    const wasm = wideFrames(2_000, 2_400);
    const limits = { fuelLimit: 1n << 40n };
    const job = testJob(wasm, { limits });
    const own = ownRuntime();
    const optimised = { ...own, flags: OPTIMISED_FLAGS };
    // Alone, the optimising compiler comes to no result here: without that the test shows nothing.
    const overflow = spawnSync(process.execPath, [...OPTIMISED_FLAGS, '-e', OVERFLOWS], {
      input: transformModule(wasm, WASM_ENGINE),
    });
    expect(overflow.stdout.toString()).toBe('RangeError');
    const expected = await runJob(job, { childPath, runtime: baselineOnly(own) });
    expect(expected.status).toBe('completed');
    expect(await runJob(job, { childPath, runtime: optimised })).toEqual(expected);
    expect(await runJob(job, { childPath })).toEqual(expected);
    const map = mapJob(['a', 'b'], { wasm, limits });
    const items = await runJob(map, { childPath, runtime: optimised });
    expect(items).toEqual(await runJob(map, { childPath, runtime: baselineOnly(own) }));
  });

  it('has memory for items of which each takes all', async () => {
    const wasm = assembleModule({ memory: { min: 4_000 }, functions: [{ code: [] }] });
    const limits = { memoryMiB: 256, fuelLimit: 1n << 60n };
    const names = Array.from({ length: 12 }, (_, index) => `item ${index}`);
    const { status, fuelUsed } = await runJob(mapJob(names, { wasm, limits }), { childPath });
    expect({ status, fuelUsed }).toEqual({
      status: 'completed',
      fuelUsed: 12n * (await executeJob(mapJob('item 0', { wasm, limits }))).fuelUsed,
    });
  });

  it('reports progress while it runs', async () => {
    const stop = new AbortController();
    const seen: bigint[] = [];
    const onProgress = ({ fuelUsed }: ExecutionProgress) => {
      if (fuelUsed > 0n) seen.push(fuelUsed);
      if (seen.length === 3) stop.abort();
    };
    const run = runJob(testJob(nested, NO_END), { childPath, onProgress, signal: stop.signal });
    expect(await faultOf(run)).toBe('aborted');
    expect(seen).toEqual([...seen].sort((one, other) => (one < other ? -1 : 1)));
    expect(new Set(seen).size).toBe(3);
  });

  it('is transformed once when there is a cache, in memory or in a folder', async () => {
    const job = testJob(nothing);
    const kept: string[] = [];
    const inFolder = createTransformCache({ folder: join(folder, 'cache') });
    const cache = {
      get: inFolder.get,
      set: (key: string, bytes: Uint8Array<ArrayBuffer>) => {
        kept.push(key);
        inFolder.set(key, bytes);
      },
    };
    const first = await runJob(job, { childPath, cache });
    expect(await runJob(job, { childPath, cache })).toEqual(first);
    expect(kept).toHaveLength(1);
    const later = createTransformCache({ folder: join(folder, 'cache') });
    expect(later.get(kept[0]!)).toEqual(inFolder.get(kept[0]!));
    writeFileSync(join(folder, 'cache', kept[0]!), 'damaged, or half written');
    expect(createTransformCache({ folder: join(folder, 'cache') }).get(kept[0]!)).toBeUndefined();
  });
});

describe('a fault', () => {
  it('is the wall limit', async () => {
    const run = runJob(testJob(forever, NO_END), { childPath, wallLimitMs: 700 });
    expect(await faultOf(run)).toBe('not done within 700 ms');
  });

  it('is an abort, before or while it runs', async () => {
    const job = testJob(forever, NO_END);
    const aborted = runJob(job, { childPath, signal: AbortSignal.abort() });
    expect(await faultOf(aborted)).toBe('aborted');
    const later = runJob(job, { childPath, signal: AbortSignal.timeout(500) });
    expect(await faultOf(later)).toBe('aborted');
  });

  it('is a child that is not there, says nonsense, or dies', async () => {
    const job = testJob(nothing);
    await expect(runJob(job, { childPath: join(folder, 'none') })).rejects.toThrow();
    const script = (name: string, code: string): string => {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, code);
      return path;
    };
    const nonsense = script('nonsense', "process.stdout.write('hello, hello, hello')");
    expect(await faultOf(runJob(job, { childPath: nonsense }))).toMatch('in frames');
    const silent = script('silent', 'process.exit(0)');
    expect(await faultOf(runJob(job, { childPath: silent }))).toMatch('ended with code 0');
    const dying = script('dying', "process.kill(process.pid, 'SIGKILL')");
    expect(await faultOf(runJob(job, { childPath: dying }))).toMatch(
      /killed by SIGKILL|ended with code 137/,
    );
  });

  // Elsewhere the system has no such limit, and only the engine's own hold.
  const hasLimits = existsSync('/usr/bin/prlimit');
  it.runIf(hasLimits)('is memory that the machine does not give', async () => {
    // Touches 1.9 GiB while the process may have some 900 MiB: limits of the deal, not of the host.
    const grow = [
      i32c(30_000),
      0x40,
      0,
      0x1a,
      i32c(0),
      i32c(1),
      i32c(30_000 * 65_536),
      0xfc,
      11,
      0,
    ];
    const wasm = assembleModule({ functions: [{ code: grow }] });
    const job = testJob(wasm, { limits: { memoryMiB: 2048, fuelLimit: 1n << 40n } });
    const run = runJob(job, { childPath, dataLimitMiB: 900 });
    expect(await faultOf(run)).toMatch(/memory|killed|ended/);
  });
});

describe('the child', () => {
  const job = testJob(nothing);
  const said = (name: string, code: string): Promise<string> =>
    faultOf(runJob(job, { childPath: probeChild(folder, name, code) }));

  it('has an empty environment', async () => {
    const keys = await said('environment', 'return Object.keys(process.env).join()');
    expect(keys).toMatch(/^(PWD)?$/);
  });

  it('reads no file but itself, writes none', async () => {
    expect(await said('read', "return (await import('node:fs')).readFileSync('/etc/hosts')")).toBe(
      'ERR_ACCESS_DENIED',
    );
    const write = `return (await import('node:fs')).writeFileSync('${join(folder, 'written')}', 'x')`;
    expect(await said('write', write)).toBe('ERR_ACCESS_DENIED');
  });

  it('listens and calls nowhere where the system can forbid it', async () => {
    const call =
      "const { connect } = await import('node:net'); return await new Promise((resolve) => connect(9, '127.0.0.1').on('error', (error) => resolve(error.code)))";
    expect(await said('network', call)).toMatch(
      /^(EPERM|ECONNREFUSED|ENETUNREACH|ERR_ACCESS_DENIED)$/,
    );
  });

  it('starts no process and no worker, compiles no text', async () => {
    const spawn = "return (await import('node:child_process')).execSync('id')";
    expect(await said('spawn', spawn)).toBe('ERR_ACCESS_DENIED');
    const worker = "return new (await import('node:worker_threads')).Worker('1', { eval: true })";
    expect(await said('worker', worker)).toBe('ERR_ACCESS_DENIED');
    expect(await said('eval', "return eval('1 + 1')")).toBe('EvalError');
  });
});
