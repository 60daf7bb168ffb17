import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readEnv } from '../../../env/read-env.server';
import { WASM_ENGINE } from '../../engine-id';
import { type FaultReason, InfrastructureFault } from '../../infrastructure-fault';
import type { Runner, RunnerJob } from '../../runner';
import { assembleModule, END } from '../../testing/assemble-module';
import { testJob } from '../../testing/test-job';
import type { NodeBundles } from '../job-spool.server';
import { slurmEnv } from '../slurm-env';
import { slurmRunner } from '../slurm-runner.server';
import { TEST_USER, type TestSlurm } from './start-slurm';

export const A_JOB = {
  ...testJob(assembleModule({ functions: [{ code: [END] }] })),
  engine: WASM_ENGINE,
} satisfies RunnerJob;

/** Settings of a runner for a test's cluster. */
export function envOf(cluster: TestSlurm, more: Record<string, string> = {}) {
  return readEnv(slurmEnv, {
    SLURM_URL: cluster.url,
    SLURM_USER: TEST_USER,
    SLURM_KEY_FILE: cluster.keyFile,
    SLURM_SPOOL: cluster.spool,
    SLURM_NODE_BINARY: process.execPath,
    ...more,
  });
}

/**
 * A runner whose node command is `code` (an async function's body; `folder` is the job's folder, `say(text)`
 * ends the job with that fault, `real()` runs the real command): for what no module can do to its node.
 */
export function runnerOf(
  cluster: TestSlurm,
  bundles: NodeBundles,
  code: string,
  more: Record<string, string> = {},
): Runner {
  const folder = join(cluster.folder, 'commands');
  const real = join(folder, 'real');
  mkdirSync(real, { recursive: true, mode: 0o755 });
  copyFileSync(bundles.jobPath, join(real, 'slurm-job.mjs'));
  copyFileSync(bundles.childPath, join(real, 'job-child.mjs'));
  const jobPath = join(folder, `${Buffer.from(code).toString('hex').slice(0, 40)}.mjs`);
  writeFileSync(
    jobPath,
    `import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
     const folder = process.argv[2];
     const node = process.env.SLURMD_NODENAME;
     appendFileSync(${JSON.stringify(startsFile(cluster))}, node + '\\n');
     const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
     const real = () => import(${JSON.stringify(join(real, 'slurm-job.mjs'))});
     const say = (message) => {
       const text = Buffer.from(JSON.stringify({ header: { kind: 'fault', message }, files: [] }));
       const length = Buffer.alloc(4);
       length.writeUInt32BE(text.length);
       writeFileSync(folder + '/.said', Buffer.concat([length, text]));
       renameSync(folder + '/.said', folder + '/result');
     };
     ${code}`,
  );
  if (!existsSync(startsFile(cluster))) writeFileSync(startsFile(cluster), '');
  chmodSync(startsFile(cluster), 0o666);
  return slurmRunner(envOf(cluster, more), { bundles: { ...bundles, jobPath } });
}

const startsFile = (cluster: TestSlurm): string => join(cluster.folder, 'starts');

/** The nodes on which commands of `runnerOf` were started, in order. */
export function startsOf(cluster: TestSlurm): readonly string[] {
  const file = startsFile(cluster);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

/** How a run failed, as `reason: message`. */
export async function faultOf(run: Promise<unknown>): Promise<`${FaultReason}: ${string}`> {
  try {
    await run;
  } catch (error) {
    if (error instanceof InfrastructureFault) return `${error.reason}: ${error.message}`;
    throw error;
  }
  throw new Error('it did not fail');
}

export async function eventually(what: string, isTrue: () => unknown): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not so within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
