import { executeJob } from './execute-job';
import type { ExecutionProgress } from './execution';
import type { Frame } from './job-frames';
import { encodeFrame, FrameReader } from './job-frames';
import { childFrameOf, readJobFrame } from './job-messages';
import type { TransformCache } from './wasm/transform-cache';

/**
 * The process that runs one job and ends: a job frame on stdin, progress and the execution on
 * stdout. Started by run-job.server with nothing but these pipes.
 */

const parent = process.ppid;
const PROGRESS_EVERY_MS = 250;

/** Pipes are written synchronously, so progress leaves while the module runs. */
function say(frame: Frame): void {
  for (const piece of encodeFrame(frame)) if (piece.length > 0) process.stdout.write(piece);
}

let saidAt = 0;
function onProgress(progress: ExecutionProgress): void {
  // The parent was killed: nobody waits for this any more.
  if (process.ppid !== parent) process.exit(1);
  const now = performance.now();
  if (progress.phase === 'running' && now - saidAt < PROGRESS_EVERY_MS) return;
  saidAt = now;
  say(childFrameOf({ kind: 'progress', progress }));
}

async function run(frame: Frame): Promise<void> {
  const { transformed: known, ...job } = readJobFrame(frame);
  const cache: TransformCache = {
    get: (key) => (key === known?.key ? new Uint8Array(known.bytes) : undefined),
    set: (key, bytes) => say(childFrameOf({ kind: 'transformed', key, bytes })),
  };
  const execution = await executeJob({ ...job, onProgress, cache });
  say(childFrameOf({ kind: 'execution', execution }));
}

function fault(error: unknown): void {
  const causes: string[] = [];
  for (let at = error; at !== undefined && causes.length < 8; at = (at as Error).cause) {
    causes.push(at instanceof Error ? at.message : String(at));
  }
  say(childFrameOf({ kind: 'fault', message: causes.join(': ').slice(0, 10_000) }));
}

const reader = new FrameReader(Number.MAX_SAFE_INTEGER);
process.stdin.on('data', (piece: Uint8Array) => {
  for (const frame of reader.push(piece)) {
    process.stdin.destroy();
    run(frame).catch(fault);
  }
});
