import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionProgress } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import { type ChildMessage, childFrameOf } from '../job-messages';
import { ociRunner } from '../oci/oci-runner.server';
import type { Runner } from '../runner';
import { wasmRunner } from '../wasm-runner.server';
import { nodeGpusOf } from './node-gpus';
import { placeFrame, readFrame, SPOOL } from './spool-files.server';
import { readSpoolFrame } from './spool-messages';

/**
 * `node slurm-job.mjs FOLDER SOCKET REGISTRIES`: runs the job in a folder of the spool on a node of the cluster, and puts the
 * result there before it ends. A job that Slurm runs again (its node was lost) finds the result of its
 * earlier run, if there is one; of two that run at once the first to end counts.
 */

const PROGRESS_EVERY_MS = 1_000;
/** 128 + SIGTERM. */
const TERMINATED = 143;
/** A job's files come in one piece. */
const LARGEST_JOB = 4 * 1024 * 1024 * 1024;

/** By the name in the spool: whoever runs jobs on this node. */
const RUNNERS: Readonly<Record<string, () => Pick<Runner, 'run'>>> = {
  wasm: () => wasmRunner({ childPath: besideThis('job-child.mjs') }),
  oci: () =>
    ociRunner({
      socketPath: process.argv[3] ?? '',
      registries: (process.argv[4] ?? '').split(',').filter(Boolean),
      gpus: nodeGpusOf(process.env),
      // What an earlier run of this job left on this node is removed.
      owner: `slurm-${process.env.SLURM_JOB_ID}`,
      shelf: 'slurm',
    }),
};

const besideThis = (name: string): string =>
  join(dirname(realpathSync(fileURLToPath(import.meta.url))), name);

async function main(folder: string): Promise<void> {
  if (existsSync(join(folder, SPOOL.result))) return;
  const frame = await readFrame(folder, SPOOL.job, LARGEST_JOB);
  if (frame === undefined) throw new Error(`there is no job in ${folder}`);
  const { runner, job, wallLimitMs } = readSpoolFrame(frame);
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  const { signal } = stop;
  const message = await runJob(runner, () =>
    RUNNERS[runner]!().run(job, { wallLimitMs, signal, onProgress: progressWriter(folder) }),
  );
  // Slurm ends this run; where it begins the job anew there must be no result yet.
  if (signal.aborted && message.kind === 'fault') process.exit(TERMINATED);
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

/** Writes the latest only, one at a time: a slow file system holds no job up. */
function progressWriter(folder: string): (progress: ExecutionProgress) => void {
  let latest: ExecutionProgress | undefined;
  let isWriting = false;
  async function write(): Promise<void> {
    const progress = latest;
    latest = undefined;
    isWriting = progress !== undefined;
    if (progress === undefined) return;
    // Where this fails the result will tell.
    const frame = childFrameOf({ kind: 'progress', progress });
    await placeFrame(folder, SPOOL.progress, frame).catch(() => {});
    setTimeout(() => void write(), PROGRESS_EVERY_MS).unref();
  }
  return (progress) => {
    latest = progress;
    if (!isWriting) void write();
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
