import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { describeEngine } from '@/test/engines/when-present';
import { WASM_ENGINE } from '../engine-id';
import { runJob } from '../run-job.server';
import { assembleModule, br, END } from '../testing/assemble-module';
import { testJob } from '../testing/test-job';
import type { NodeBundles } from './job-spool.server';
import { jobSpool } from './job-spool.server';
import { slurmClient } from './slurm-client.server';
import { buildNodeBundles } from './testing/build-node-bundles';
import { A_JOB, envOf, eventually, faultOf, runnerOf, startsOf } from './testing/slurm-scene';
import { slurmMissing, startSlurm, TEST_USER, type TestSlurm } from './testing/start-slurm';

const LIMIT = { wallLimitMs: 150_000 };
const MINUTES_4 = 240_000;
/** Does not end on the node that has it first; runs the job where it comes next. */
const STUCK_AT_FIRST = `if (!process.env.SLURM_RESTART_COUNT) await pause(600_000); await real()`;

describeEngine('slurm on three nodes', slurmMissing(), () => {
  let bundles: NodeBundles;
  let cluster: TestSlurm | undefined;

  beforeAll(async () => {
    bundles = await buildNodeBundles();
  });

  afterEach(async () => {
    await cluster?.stop();
    cluster = undefined;
  });

  const three = async (more: Parameters<typeof startSlurm>[0] = {}): Promise<TestSlurm> => {
    cluster = await startSlurm({ nodes: 3, networks: true, nodeTimeout: 5, ...more });
    return cluster;
  };
  const embedded = () => runJob(A_JOB, { childPath: bundles.childPath });
  const indexOfNode = (of: TestSlurm, name: string) => of.nodeNames.indexOf(name);

  it(
    'runs a job again whose node was cut off, and it comes out once',
    async () => {
      const own = await three();
      const runner = runnerOf(own, bundles, STUCK_AT_FIRST);
      const run = runner.run(A_JOB, LIMIT);
      await eventually('it runs', () => startsOf(own).length === 1);
      const lost = indexOfNode(own, startsOf(own)[0]!);
      await own.setConnected(lost, false);
      expect(await run).toEqual(await embedded());
      const [first, second, ...more] = startsOf(own);
      expect(second).not.toBe(first);
      expect(more).toEqual([]);
      expect(readdirSync(join(own.spool, 'jobs'))).toEqual([]);
      // The node that was lost ends what it still runs when it is back, and serves again.
      await own.setConnected(lost, true);
      await eventually('three nodes are idle', async () => {
        const nodes = await own.scontrol('show', 'nodes', '-o');
        return nodes.match(/State=IDLE /g)?.length === 3;
      });
      expect(readdirSync(join(own.spool, 'jobs'))).toEqual([]);
    },
    MINUTES_4,
  );

  it(
    'runs a job again whose slurmd was killed',
    async () => {
      const own = await three();
      const run = runnerOf(own, bundles, STUCK_AT_FIRST).run(A_JOB, LIMIT);
      await eventually('it runs', () => startsOf(own).length === 1);
      await own.killNode(indexOfNode(own, startsOf(own)[0]!));
      expect(await run).toEqual(await embedded());
      expect(startsOf(own).length).toBe(2);
    },
    MINUTES_4,
  );

  it(
    'says that a node was lost where the job is not to be run again',
    async () => {
      const own = await three();
      const run = faultOf(runnerOf(own, bundles, STUCK_AT_FIRST).run(A_JOB, LIMIT));
      await eventually('it runs', () => startsOf(own).length === 1);
      await own.scontrol('update', 'JobId=1', 'Requeue=0');
      await own.setConnected(indexOfNode(own, startsOf(own)[0]!), false);
      expect(await run).toMatch(/^node-lost: /);
    },
    MINUTES_4,
  );
});

describeEngine('slurm on one node, for longer', slurmMissing(), () => {
  let bundles: NodeBundles;
  let cluster: TestSlurm | undefined;

  beforeAll(async () => {
    bundles = await buildNodeBundles();
  });

  afterEach(async () => {
    await cluster?.stop();
    cluster = undefined;
  });

  it(
    'finds a result of which the controller knows nothing any more',
    async () => {
      const own = await startSlurm({ minJobAge: 2 });
      cluster = own;
      const env = envOf(own);
      // What an agent leaves that was killed right after it had submitted the job.
      const spool = jobSpool(env.SLURM_SPOOL, TEST_USER);
      const command = await spool.installBundles(bundles);
      const place = await spool.open({ runner: 'wasm', job: A_JOB, wallLimitMs: 1_000 });
      const { folder, name } = place;
      const id = await slurmClient(env).submit({
        ...{ name, folder, log: join(folder, 'log'), partition: undefined, account: undefined },
        script: `#!/bin/sh\nexec ${process.execPath} ${command} ${folder}\n`,
        ...{ cpus: 1, memoryMiB: 600, minutes: 2, gres: undefined },
      });
      await eventually('it is done', () => existsSync(join(folder, 'result')));
      await eventually('it is forgotten', async () => {
        return (await slurmClient(env).job(id)) === undefined;
      });
      const runner = runnerOf(own, bundles, "say('run again')");
      expect(await runner.run(A_JOB, LIMIT)).toEqual(await embeddedOf(bundles));
      expect(startsOf(own)).toEqual([]);
      expect(existsSync(folder)).toBe(false);
    },
    MINUTES_4,
  );

  it.each(['number', 'name'])(
    'takes over by its %s what a killed agent left running',
    async (by) => {
      const own = await startSlurm();
      cluster = own;
      const env = envOf(own);
      const spool = jobSpool(env.SLURM_SPOOL, TEST_USER);
      const command = await spool.installBundles(bundles);
      const place = await spool.open({ runner: 'wasm', job: A_JOB, wallLimitMs: 1_000 });
      const { folder, name } = place;
      const id = await slurmClient(env).submit({
        ...{ name, folder, log: join(folder, 'log'), partition: undefined, account: undefined },
        script: `#!/bin/sh\nsleep 4; exec ${process.execPath} ${command} ${folder}\n`,
        ...{ cpus: 1, memoryMiB: 600, minutes: 2, gres: undefined },
      });
      if (by === 'number') await place.writeId(id);
      const runner = runnerOf(own, bundles, "say('run again')");
      expect(await runner.run(A_JOB, LIMIT)).toEqual(await embeddedOf(bundles));
      expect(startsOf(own)).toEqual([]);
      expect(await own.scontrol('show', 'jobs', '-o')).not.toMatch('JobId=2 ');
    },
    MINUTES_4,
  );

  it(
    'is not failed by an operator who has a running job begin anew',
    async () => {
      const own = await startSlurm();
      cluster = own;
      const loop = assembleModule({ functions: [{ code: [0x03, 0x40, br(0), END] }] });
      const job = {
        ...testJob(loop, { limits: { fuelLimit: 40_000_000_000n } }),
        engine: WASM_ENGINE,
      };
      const run = runnerOf(own, bundles, 'await real()').run(job, LIMIT);
      const jobs = join(own.spool, 'jobs');
      await eventually('it has begun', () => {
        const [name] = existsSync(jobs) ? readdirSync(jobs) : [];
        return name !== undefined && existsSync(join(jobs, name, 'progress'));
      });
      await own.scontrol('requeue', '1');
      expect(await run).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 40_000_000_000n });
      expect(startsOf(own).length).toBe(2);
    },
    MINUTES_4,
  );

  it(
    'says when the time that the cluster gave is over',
    async () => {
      const own = await startSlurm();
      cluster = own;
      const run = faultOf(runnerOf(own, bundles, 'await pause(600_000)').run(A_JOB, LIMIT));
      await eventually('it runs', () => startsOf(own).length === 1);
      await own.scontrol('update', 'JobId=1', 'TimeLimit=1');
      expect(await run).toMatch(/^time-out: Slurm job 1 .*its time on the cluster was over/);
    },
    MINUTES_4,
  );

  it(
    'says when a job ended well and left nothing',
    async () => {
      const own = await startSlurm();
      cluster = own;
      const run = runnerOf(own, bundles, '').run(A_JOB, LIMIT);
      expect(await faultOf(run)).toMatch(/^output-lost: /);
    },
    MINUTES_4,
  );

  it(
    'says when nobody answers until the end',
    async () => {
      const own = await startSlurm();
      cluster = own;
      await own.killController();
      const run = runnerOf(own, bundles, 'await real()').run(A_JOB, { wallLimitMs: 25_000 });
      expect(await faultOf(run)).toMatch(
        /^engine-unreachable: not done within 25000 ms: slurmrestd/,
      );
    },
    MINUTES_4,
  );
});

const embeddedOf = ({ childPath }: NodeBundles) => runJob(A_JOB, { childPath });
