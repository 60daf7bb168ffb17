import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeEngine } from '@/test/engines/when-present';
import { WASM_ENGINE } from '../engine-id';
import { runJob } from '../run-job.server';
import { assembleModule, br, END, i32c } from '../testing/assemble-module';
import { exampleJob } from '../testing/example-job';
import { testJob } from '../testing/test-job';
import type { NodeBundles } from './job-spool.server';
import { slurmRunner } from './slurm-runner.server';
import { buildNodeBundles } from './testing/build-node-bundles';
import { A_JOB, envOf, eventually, faultOf, runnerOf, startsOf } from './testing/slurm-scene';
import { slurmMissing, startSlurm, type TestSlurm } from './testing/start-slurm';

const LIMIT = { wallLimitMs: 30_000 };
const FOREVER = [0x03, 0x40, br(0), END];

describeEngine('slurm on one node', slurmMissing(), () => {
  let cluster: TestSlurm;
  let bundles: NodeBundles;

  beforeAll(async () => {
    bundles = await buildNodeBundles();
    cluster = await startSlurm();
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  it('gives what the embedded engine gives, however a job ends', async () => {
    const runner = slurmRunner(envOf(cluster), { bundles });
    const wasm = (code: Parameters<typeof assembleModule>[0]['functions'][number]['code']) =>
      assembleModule({ functions: [{ code }] });
    const jobs = {
      cowsay: exampleJob('cowsay'),
      sat: exampleJob('sat'),
      'out of fuel': testJob(wasm(FOREVER), { limits: { fuelLimit: 1_000_000n } }),
      trapped: testJob(wasm([0x00])),
      'bad input': testJob(wasm([]), { job: { unknown: 1 } }),
    };
    for (const [name, job] of Object.entries(jobs)) {
      const here = await runJob(job, { childPath: bundles.childPath });
      const there = await runner.run({ ...job, engine: WASM_ENGINE }, LIMIT);
      expect(there, name).toEqual(here);
    }
    expect(readdirSync(join(cluster.spool, 'jobs'))).toEqual([]);
  });

  it('says whether it is fit', async () => {
    const health = (more?: Record<string, string>) =>
      slurmRunner(envOf(cluster, more), { bundles }).check();
    expect(await health()).toMatchObject({
      isReady: true,
      version: expect.stringMatching(/^\d+\./),
    });
    expect(await health({ SLURM_PARTITION: 'none' })).toMatchObject({
      isReady: false,
      detail: 'there is no partition none',
    });
    expect(await health({ SLURM_SPOOL: join(cluster.keyFile, 'no-folder') })).toMatchObject({
      isReady: false,
      detail: expect.stringContaining('SLURM_SPOOL cannot be used'),
    });
  });

  it('has the GPUs that its module asks for, by GRES', async () => {
    const runner = runnerOf(cluster, bundles, 'say(String(process.env.CUDA_VISIBLE_DEVICES))');
    const resources = { cpuMilli: 100, memoryMiB: 16, storageMiB: 1, gpuMemoryMiB: 0 };
    const job = (gpuCount: number) => ({
      ...testJob(assembleModule({ functions: [{ code: [] }] }), {
        manifest: { resources: { ...resources, gpuCount } },
      }),
      engine: WASM_ENGINE,
    });
    expect(await faultOf(runner.run(job(2), LIMIT))).toMatch(/: 0,1$/);
    expect(await faultOf(runner.run(job(1), LIMIT))).toMatch(/: 0$/);
    expect(await faultOf(runner.run(job(0), LIMIT))).toMatch(/: undefined$/);
    expect(await faultOf(runner.run(job(3), LIMIT))).toMatch(/^impossible-request: /);
  });

  it('tells refusals and failures apart', async () => {
    const large = { ...A_JOB, limits: { ...A_JOB.limits, memoryMiB: 500_000 } };
    const runner = slurmRunner(envOf(cluster), { bundles });
    expect(await faultOf(runner.run(large, LIMIT))).toMatch(/^impossible-request: .*2014/);
    const failing = runnerOf(cluster, bundles, "console.error('no room'); process.exit(4)");
    expect(await faultOf(failing.run(A_JOB, LIMIT))).toMatch(/^killed: .*exit code 4: no room$/);
    const killed = runnerOf(
      cluster,
      bundles,
      "process.kill(process.pid, 'SIGSEGV'); await pause(5000)",
    );
    expect(await faultOf(killed.run(A_JOB, LIMIT))).toMatch(/^killed: .*(signal 11|exit code 139)/);
    const half = runnerOf(cluster, bundles, "writeFileSync(folder + '/result', 'half')");
    expect(await faultOf(half.run(A_JOB, LIMIT))).toMatch(/^bad-answer: /);
    const stranger = slurmRunner(
      envOf(cluster, { SLURM_KEY_FILE: join(cluster.folder, 'munge.key') }),
    );
    expect(await faultOf(stranger.run(A_JOB, LIMIT))).toMatch(/^engine-unfit: /);
  });

  it('is cancelled when the run is aborted, or takes too long', async () => {
    const runner = runnerOf(cluster, bundles, 'await pause(600_000)');
    const before = startsOf(cluster).length;
    const stop = new AbortController();
    const run = faultOf(runner.run(A_JOB, { ...LIMIT, signal: stop.signal }));
    await eventually('it runs', () => startsOf(cluster).length > before);
    stop.abort();
    expect(await run).toMatch(/^aborted: /);
    expect(await faultOf(runner.run(A_JOB, { wallLimitMs: 2_500 }))).toBe(
      'time-out: not done within 2500 ms',
    );
    await eventually('nothing runs', async () => {
      const jobs = await cluster.scontrol('show', 'jobs', '-o');
      return !/JobState=(RUNNING|PENDING|COMPLETING)/.test(jobs);
    });
    expect(await cluster.scontrol('show', 'jobs', '-o')).toMatch('JobState=CANCELLED');
  });

  it('says when it was killed for memory', async ({ skip }) => {
    if (!cluster.hasCgroups) skip('this system has no control groups of version 1');
    const pages = 10_000;
    const fill = [i32c(0), i32c(1), i32c(pages * 65_536), 0xfc, 11, 0];
    const grow = [i32c(pages), 0x40, 0, 0x1a, ...fill];
    const job = testJob(assembleModule({ functions: [{ code: grow }] }), {
      limits: { memoryMiB: 700, fuelLimit: 1n << 40n },
    });
    const tight = { ...job, engine: WASM_ENGINE };
    // The node is given less than what the deal allows the module.
    const runner = slurmRunner({ ...envOf(cluster), SLURM_MEMORY_OVERHEAD_MIB: -500 }, { bundles });
    expect(await faultOf(runner.run(tight, LIMIT))).toMatch(/^out-of-memory: /);
  });

  it('goes on while the controller is away', async () => {
    const runner = runnerOf(cluster, bundles, 'await pause(3_000); await real()');
    const before = startsOf(cluster).length;
    const run = runner.run(A_JOB, LIMIT);
    await eventually('it runs', () => startsOf(cluster).length > before);
    await cluster.killController();
    const there = await run;
    await cluster.startController();
    expect(there).toEqual(await runJob(A_JOB, { childPath: bundles.childPath }));
    expect(startsOf(cluster).length).toBe(before + 1);
  });
});
