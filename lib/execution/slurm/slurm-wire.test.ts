import { describe, expect, it } from 'vitest';
import { assembleModule } from '../testing/assemble-module';
import { testJob } from '../testing/test-job';
import { enginesOf, innerRunnerOf, jobScriptOf, nodeShareOf } from './inner-runners';
import { apiVersionOf, type SlurmSubmission, startNowBodyOf, submitBodyOf } from './slurm-wire';
import { readSpoolFrame, spoolFrameOf } from './spool-messages';

const SUBMISSION: SlurmSubmission = {
  name: 'reckon-1',
  script: '#!/bin/sh\n',
  folder: '/shared/jobs/reckon-1',
  log: '/shared/jobs/reckon-1/log',
  partition: 'main',
  account: undefined,
  cpus: 1,
  memoryMiB: 600,
  minutes: 16,
  gres: 'gpu:1',
};

describe('slurmrestd', () => {
  it('is spoken to in the newest version that both know', () => {
    const paths = (...versions: string[]) => versions.map((name) => `/slurm/${name}/job/{job_id}`);
    expect(apiVersionOf(paths('v0.0.36', 'v0.0.37', 'v0.0.38'))).toBe('v0.0.38');
    expect(apiVersionOf(paths('v0.0.39', 'v0.0.41', 'v0.0.40', 'v0.0.99'))).toBe('v0.0.41');
    expect(apiVersionOf(paths('v0.0.36'))).toBeUndefined();
    expect(apiVersionOf(['/slurmdb/v0.0.38/jobs'])).toBeUndefined();
  });

  it('is told of a job in plain numbers by v0.0.38, in objects later', () => {
    expect(submitBodyOf(SUBMISSION, 'v0.0.38')).toMatchObject({
      job: {
        memory_per_node: 600,
        time_limit: 16,
        gres: 'gpu:1',
        requeue: true,
        environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      },
    });
    const set = (number: number) => ({ set: true, infinite: false, number });
    expect(submitBodyOf(SUBMISSION, 'v0.0.41')).toMatchObject({
      job: {
        memory_per_node: set(600),
        time_limit: set(16),
        tres_per_node: 'gres/gpu:1',
        environment: expect.arrayContaining(['PATH=/usr/local/bin:/usr/bin:/bin']),
      },
    });
    expect(submitBodyOf(SUBMISSION, 'v0.0.41')).not.toHaveProperty('job.account');
    expect(startNowBodyOf('v0.0.38', 9)).toEqual({ begin_time: 'now' });
    expect(startNowBodyOf('v0.0.42', 9)).toEqual({ begin_time: set(9) });
  });
});

describe('a job on its way to a node', () => {
  const job = {
    ...testJob(assembleModule({ functions: [{ code: [] }] }), {
      data: { table: new Uint8Array(9) },
    }),
    engine: 'reckon-wasm@2.0.0',
  };

  it('arrives as it was sent', () => {
    const sent = { runner: 'wasm' as const, job, wallLimitMs: 60_000 };
    expect(readSpoolFrame(spoolFrameOf(sent))).toEqual(sent);
    expect(() =>
      readSpoolFrame({ header: { kind: 'slurm-job', runner: 'sh' }, files: [] }),
    ).toThrow();
  });

  it('is given memory for itself, its files and its runner, and the GPUs that its module names', () => {
    const { memoryMiB, gpus } = nodeShareOf(job, 512);
    expect(memoryMiB).toBe(512 + 16 + 3 + 1);
    expect(gpus).toBe(0);
    const greedy = { ...job, moduleFiles: new Map([['manifest.json', jsonOf(1e9)]]) };
    expect(nodeShareOf(greedy, 512).gpus).toBe(64);
    const broken = { ...job, moduleFiles: new Map([['manifest.json', new Uint8Array([1])]]) };
    expect(nodeShareOf(broken, 512).gpus).toBe(0);
  });

  it('is run by whoever has its engine there', () => {
    expect(innerRunnerOf('reckon-wasm@2.0.0', ['wasm'])).toBe('wasm');
    expect(innerRunnerOf('reckon-wasm@2.0.0', ['oci'])).toBeUndefined();
    expect(enginesOf(['wasm'])).toContain('reckon-wasm@1.0.0');
  });

  it('is started by a script in which each argument stays one word', () => {
    expect(jobScriptOf(['node', "/a b/$(id)'s"])).toBe(
      `#!/bin/sh\numask 077\nexec 'node' '/a b/$(id)'\\''s'\n`,
    );
  });
});

const jsonOf = (gpuCount: number): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ resources: { gpuCount } }));
