import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../env/read-env.server';
import { InfrastructureFault } from '../infrastructure-fault';
import type { RunnerJob } from '../runner';
import { bacalhauEnv } from './bacalhau-env';
import { bacalhauRunner } from './bacalhau-runner.server';
import {
  type FakeOptions,
  type FakeOrchestrator,
  startFakeOrchestrator,
} from './testing/fake-orchestrator';

const IMAGE = `registry.example:5000/tools/echo@sha256:${'ab'.repeat(32)}`;
const LIMIT = { wallLimitMs: 10_000 };
const NO_GPU = { cpuMilli: 500, memoryMiB: 64, storageMiB: 2, gpuCount: 0, gpuMemoryMiB: 0 };
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function jobOf(
  manifest: Record<string, unknown> = {},
  inputs: Record<string, Uint8Array> = {},
): RunnerJob {
  const whole = {
    ...{ name: 'echo', title: 'Echo', version: '1', summary: 'Echoes.', description: '' },
    ...{ author: 'tests', licence: 'Apache-2.0', fuelLimit: '90500000000', tags: [] },
    inputs: {
      type: 'object',
      properties: { file: { type: 'string', format: 'file' } },
      additionalProperties: false,
    },
    outputs: [{ path: 'stdout', kind: 'text', mediaType: 'text/plain', title: 'Said' }],
    example: { job: {}, files: {} },
    class: 'none',
    engine: 'reckon-oci@1.0.0',
    image: IMAGE,
    args: ['--fast'],
    resources: { ...NO_GPU, gpuCount: 1 },
    ...manifest,
  };
  return {
    moduleFiles: new Map([
      ['manifest.json', text(JSON.stringify(whole))],
      ['data/table/words.txt', text('one two')],
      ['image.tar', text('an archive')],
    ]),
    inputFiles: new Map([
      ['job.json', text(JSON.stringify({ file: Object.keys(inputs)[0] }))],
      ['salt', new Uint8Array(32).fill(7)],
      ...Object.entries(inputs),
    ]),
    limits: { fuelLimit: 90_500_000_000n, memoryMiB: 64, storageMiB: 2 },
    engine: 'reckon-oci@1.0.0',
  };
}

let network: FakeOrchestrator | undefined;
afterEach(async () => {
  expect(network?.violations ?? []).toEqual([]);
  await network?.stop();
  network = undefined;
});

async function runnerOn(options: FakeOptions = {}, more: Record<string, string> = {}) {
  network = await startFakeOrchestrator({ token: 'secret', ...options });
  const env = { BACALHAU_URL: network.url, BACALHAU_TOKEN: 'secret', ...more };
  return { runner: bacalhauRunner(readEnv(bacalhauEnv, env)), fake: network };
}

async function faultOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof InfrastructureFault)) throw error;
  return `${error.reason}: ${error.message}`;
}

describe('a job on a Bacalhau network', () => {
  it('is described whole, without a network and without the salt', async () => {
    const { runner, fake } = await runnerOn();
    await runner.run(jobOf({}, { 'files/a.txt': text('hello') }), LIMIT);
    const [task] = fake.jobs[0]!.Tasks;
    expect(task).toMatchObject({
      Engine: { Type: 'docker', Params: { Image: IMAGE, Parameters: ['--fast'] } },
      Network: { Type: 'None' },
      Resources: { CPU: '500m', Memory: '64MiB', GPU: '1' },
      Timeouts: { ExecutionTimeout: 91 },
      Env: { TZ: 'UTC', RECKON_SEED: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const url = task!.InputSources[0]!.Source.Params.URL;
    const tar = gunzipSync(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')).toString(
      'latin1',
    );
    for (const name of ['job.json', 'files/a.txt', 'module/data/table/words.txt']) {
      expect(tar).toContain(name);
    }
    expect(tar).not.toContain('salt');
    expect(tar.indexOf('module/data/table')).toBeLessThan(tar.indexOf('words.txt'));
  });

  it('gives its outputs, streams and exit code: a code that is not 0 is a result', async () => {
    const files = { stdout: 'said', stderr: 'oh', 'outputs/b.txt': 'B', 'outputs/a/c.txt': 'C' };
    const { runner } = await runnerOn({ ends: [{ state: 'completed', exitCode: 3, files }] });
    const { outputs, ...facts } = await runner.run(jobOf(), LIMIT);
    expect(facts).toEqual({
      status: 'completed',
      exitCode: 3,
      fuelUsed: 90_500_000_000n,
      stateDigest: `0x${'00'.repeat(32)}`,
    });
    expect(outputs.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)])).toEqual([
      ['out/a/c.txt', 'C'],
      ['out/b.txt', 'B'],
      ['stderr', 'oh'],
      ['stdout', 'said'],
    ]);
  });

  it('is not failed by executions that were retried', async () => {
    const failed = { state: 'failed' as const, message: 'the node went away' };
    const ends = [failed, failed, { state: 'completed' as const, files: { stdout: 'third' } }];
    const { runner, fake } = await runnerOn({ ends, slowness: 1 });
    const { outputs } = await runner.run(jobOf(), LIMIT);
    expect(new TextDecoder().decode(outputs.find(({ path }) => path === 'stdout')!.bytes)).toBe(
      'third',
    );
    expect(fake.jobs.length).toBe(1);
  });

  it('is put once, though answers are lost, calls refused and downloads cut off', async () => {
    const { runner, fake } = await runnerOn({
      mishaps: [
        { method: 'PUT', status: 429, headers: { 'Retry-After': '0' } },
        { method: 'PUT', status: 504, isCarriedOut: true },
        { method: 'GET', status: 503 },
        { method: 'GET', status: 429, headers: { 'Retry-After': '1' } },
      ],
      brokenDownloads: 2,
      ends: [{ state: 'completed', files: { stdout: 'whole' } }],
    });
    const { outputs } = await runner.run(jobOf(), LIMIT);
    expect(new TextDecoder().decode(outputs.at(-1)!.bytes)).toBe('whole');
    expect(fake.jobs.length).toBe(1);
  });

  it('is taken over by the next run, and begun anew only where it failed', async () => {
    const { runner, fake } = await runnerOn({
      ends: [{ state: 'failed', message: 'image pull failed' }],
    });
    expect(await faultOf(runner.run(jobOf(), LIMIT))).toMatch(/^unknown: .*image pull failed/);
    await faultOf(runner.run(jobOf(), LIMIT));
    expect(fake.jobs.map(({ Name }) => Name.slice(47))).toEqual(['', '-2']);
    await network?.stop();
    const second = await runnerOn();
    await second.runner.run(jobOf(), LIMIT);
    await second.runner.run(jobOf(), LIMIT);
    expect(second.fake.jobs.length).toBe(1);
  });

  it('is stopped when its run is aborted, or takes too long', async () => {
    const { runner, fake } = await runnerOn({ slowness: 1_000 });
    const signal = AbortSignal.timeout(600);
    expect(await faultOf(runner.run(jobOf(), { ...LIMIT, signal }))).toMatch(/^aborted: /);
    const other = jobOf({ args: [] });
    expect(await faultOf(runner.run(other, { wallLimitMs: 800 }))).toMatch(
      /^time-out: not done within 800/,
    );
    expect(fake.stopped.map(({ id }) => id)).toEqual(['j-1', 'j-2']);
  });

  it.each([
    ['execution timed out', 'time-out'],
    ['container was OOMKilled: out of memory', 'out-of-memory'],
    ['not enough nodes to run job. requested: 1, available: 0', 'impossible-request'],
    ['manifest unknown', 'image-unavailable'],
    ['something else', 'unknown'],
  ])('that fails with "%s" is a fault: %s', async (message, reason) => {
    const { runner } = await runnerOn({ ends: [{ state: 'failed', message }], slowness: 0 });
    expect(await faultOf(runner.run(jobOf(), LIMIT))).toMatch(
      `${reason}: Bacalhau job j-1 failed: `,
    );
  });

  it('whose results are too many, or named as no folder can, is a result that says so', async () => {
    const large = { 'outputs/large': new Uint8Array(3 * 1024 * 1024) };
    for (const files of [large, { 'outputs/../up': 'x' }]) {
      const { runner, fake } = await runnerOn({ ends: [{ state: 'completed', files }] });
      expect(await runner.run(jobOf(), LIMIT)).toMatchObject({
        status: 'output-exceeded',
        exitCode: 0,
      });
      await fake.stop();
    }
    const { runner } = await runnerOn({ ends: [{ state: 'completed', exitCode: 137 }] });
    expect(await runner.run(jobOf(), LIMIT)).toMatchObject({ status: 'memory-exceeded' });
  });
});

describe('a network', () => {
  it('says whether it is fit', async () => {
    const { runner } = await runnerOn();
    expect(await runner.check()).toEqual({
      isReady: true,
      version: 'v1.9.0',
      detail: '1 nodes with docker. Contract-tested, not yet run against a live network.',
    });
    const url = network!.url;
    const stranger = bacalhauRunner(
      readEnv(bacalhauEnv, { BACALHAU_URL: url, BACALHAU_TOKEN: 'no' }),
    );
    expect(await stranger.check()).toMatchObject({
      isReady: false,
      detail: expect.stringContaining('refuses BACALHAU_TOKEN'),
    });
    expect(await faultOf(stranger.run(jobOf(), LIMIT))).toMatch(/^engine-unfit: .*BACALHAU_TOKEN/);
    const away = bacalhauRunner(readEnv(bacalhauEnv, { BACALHAU_URL: 'http://127.0.0.1:9' }));
    expect(await faultOf(away.run(jobOf(), { wallLimitMs: 700 }))).toMatch(/^engine-unreachable: /);
  });

  it('is not asked for what it cannot do', async () => {
    const { runner, fake } = await runnerOn({}, { BACALHAU_INLINE_KIB: '8' });
    const wasm = { ...jobOf(), engine: 'reckon-wasm@2.0.0' };
    expect(await faultOf(runner.run(wasm, LIMIT))).toMatch('is no engine of bacalhau');
    expect(await faultOf(runner.run(jobOf({ class: 'B', resources: NO_GPU }), LIMIT))).toMatch(
      'BACALHAU_CLASSES',
    );
    const archive = { archive: 'image.tar', id: `sha256:${'ab'.repeat(32)}` };
    expect(await faultOf(runner.run(jobOf({ image: archive }), LIMIT))).toMatch(
      /^image-unavailable/,
    );
    const noise = new Uint8Array(randomBytes(20_000));
    expect(await faultOf(runner.run(jobOf({}, { 'files/noise': noise }), LIMIT))).toMatch(
      'BACALHAU_INLINE_KIB',
    );
    expect(fake.jobs).toEqual([]);
  });

  it('is not asked for a job that does not fit its module: that is a result, as everywhere', async () => {
    const { runner, fake } = await runnerOn();
    const stray = jobOf();
    const inputFiles = new Map([...stray.inputFiles, ['files/stray', text('x')]] as const);
    const run = await runner.run({ ...stray, inputFiles }, LIMIT);
    expect(run.status).toBe('bad-input');
    const poor = { ...stray, grants: { cpuMilli: 500, gpuCount: 0 } };
    expect((await runner.run(poor, LIMIT)).status).toBe('bad-input');
    expect(fake.jobs).toEqual([]);
  });

  it('is known by settings that exclude each other', () => {
    const url = { BACALHAU_URL: 'http://127.0.0.1:1234' };
    expect(readEnv(bacalhauEnv, url)).toMatchObject({ BACALHAU_CLASSES: ['none'] });
    expect(() => readEnv(bacalhauEnv, { ...url, BACALHAU_USER: 'a' })).toThrow('belong together');
    const both = { ...url, BACALHAU_USER: 'a', BACALHAU_PASSWORD: 'b', BACALHAU_TOKEN: 'c' };
    expect(() => readEnv(bacalhauEnv, both)).toThrow('exclude each other');
  });
});
