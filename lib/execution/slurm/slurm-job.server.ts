import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionProgress } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import { type ChildMessage, childFrameOf } from '../job-messages';
import type { Runner } from '../runner';
import { wasmRunner } from '../wasm-runner.server';
import { placeFrame, readFrame, SPOOL } from './spool-files.server';
import { readSpoolFrame } from './spool-messages';

/**
 * `node slurm-job.mjs FOLDER`: runs the job in a folder of the spool on a node of the cluster, and puts the
 * result there before it ends. A job that Slurm runs again (its node was lost) finds the result of its
 * earlier run, if there is one; of two that run at once the first to end counts.
 */

const PROGRESS_EVERY_MS = 1_000;
/** A job's files come in one piece. */
const LARGEST_JOB = 4 * 1024 * 1024 * 1024;

/** By the name in the spool: whoever runs jobs on this node. */
const RUNNERS: Readonly<Record<string, () => Pick<Runner, 'run'>>> = {
  wasm: () => wasmRunner({ childPath: besideThis('job-child.mjs') }),
};

const besideThis = (name: string): string =>
  join(dirname(realpathSync(fileURLToPath(import.meta.url))), name);

async function main(folder: string): Promise<void> {
  if (existsSync(join(folder, SPOOL.result))) return;
  const frame = await readFrame(folder, SPOOL.job, LARGEST_JOB);
  if (frame === undefined) throw new Error(`there is no job in ${folder}`);
  const { runner, job, wallLimitMs } = readSpoolFrame(frame);
  const message = await runJob(runner, () =>
    RUNNERS[runner]!().run(job, { wallLimitMs, onProgress: progressWriter(folder) }),
  );
  await placeFrame(folder, SPOOL.result, childFrameOf(message), true);
}

async function runJob(
  name: string,
  run: () => ReturnType<Runner['run']>,
): Promise<Extract<ChildMessage, { kind: 'execution' | 'fault' }>> {
  if (RUNNERS[name] === undefined) {
    return { kind: 'fault', message: `nodes run no ${name} jobs` };
  }
  try {
    return { kind: 'execution', execution: await run() };
  } catch (error) {
    if (!(error instanceof InfrastructureFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { kind: 'fault', message: error.message.slice(0, 10_000) };
  }
}

/** Writes at most one at a time, and the latest only: a slow file system holds no job up. */
function progressWriter(folder: string): (progress: ExecutionProgress) => void {
  let next = 0;
  let isWriting = false;
  return (progress) => {
    if (isWriting || performance.now() < next) return;
    isWriting = true;
    next = performance.now() + PROGRESS_EVERY_MS;
    placeFrame(folder, SPOOL.progress, childFrameOf({ kind: 'progress', progress }))
      .catch(() => {}) // the result will tell
      .finally(() => {
        isWriting = false;
      });
  };
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: node slurm-job.mjs FOLDER\n');
  process.exit(64);
}
main(folder).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
