import { executeJob } from './execute-job';
import type { Execution, ExecutionProgress } from './execution';
import { InfrastructureFault } from './infrastructure-fault';
import type { Frame } from './job-frames';
import { encodeFrame, FrameReader } from './job-frames';
import { childFrameOf, readJobFrame } from './job-messages';
import { executeProgram } from './program/execute-program';
import { INPUT_DESCRIPTOR, isProgramFrame, readProgramFrame } from './program/program-messages';
import { StandardInput } from './program/standard-input.server';
import { WARM_UP_ARGUMENT, warmUp } from './warm-up';
import type { TransformCache } from './wasm/transform-cache';

/**
 * The process that runs one job or program and ends: its frame on stdin, progress and the execution on
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
  const execution = isProgramFrame(frame) ? await runProgram(frame) : await runJob(frame);
  say(childFrameOf({ kind: 'execution', execution }));
}

function runJob(frame: Frame): Promise<Execution> {
  const { transformed, ...job } = readJobFrame(frame);
  return executeJob({ ...job, onProgress, cache: cacheOf(transformed) });
}

function runProgram(frame: Frame): Promise<Execution> {
  const { transformed, args, env, folders, inputBefore, ...rest } = readProgramFrame(frame);
  const stdin = new StandardInput(INPUT_DESCRIPTOR, inputBefore);
  input = stdin;
  const program = { args, env, folders, readInput: (target: Uint8Array) => stdin.read(target) };
  return executeProgram({ ...rest, program, onProgress, cache: cacheOf(transformed) });
}

function cacheOf(known: { key: string; bytes: Uint8Array } | undefined): TransformCache {
  return {
    get: (key) => (key === known?.key ? new Uint8Array(known.bytes) : undefined),
    set: (key, bytes) => say(childFrameOf({ kind: 'transformed', key, bytes })),
  };
}

/** Of a program. */
let input: StandardInput | undefined;

function fault(error: unknown): void {
  const causes: string[] = [];
  for (let at = error; at !== undefined && causes.length < 8; at = (at as Error).cause) {
    causes.push(at instanceof Error ? at.message : String(at));
  }
  const message = causes.join(': ').slice(0, 10_000);
  const isOverflow = error instanceof InfrastructureFault && error.reason === 'stack-overflow';
  const inputRead = isOverflow ? input?.readSoFar() : undefined;
  // What was read of stdin is gone: where it was too much to keep, another run would not find it.
  const canRunAgain = isOverflow && (input === undefined || inputRead !== undefined);
  const reason = canRunAgain ? 'stack-overflow' : undefined;
  say(childFrameOf({ kind: 'fault', message, reason, inputRead }));
}

// A job that comes meanwhile waits in the pipe. What goes wrong here goes wrong there, too.
if (process.argv.includes(WARM_UP_ARGUMENT)) await warmUp().catch(() => {});

const reader = new FrameReader(Number.MAX_SAFE_INTEGER);
process.stdin.on('data', (piece: Uint8Array) => {
  for (const frame of reader.push(piece)) {
    process.stdin.destroy();
    run(frame).catch(fault);
  }
});
