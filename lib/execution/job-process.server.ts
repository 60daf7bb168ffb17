import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildPool } from './child-pool.server';
import { spawnChild } from './child-pool.server';
import { endChild } from './end-child.server';
import type { Execution, OnProgress } from './execution';
import type { FaultDetails } from './infrastructure-fault';
import { InfrastructureFault } from './infrastructure-fault';
import type { Frame } from './job-frames';
import { encodeFrame, FrameReader } from './job-frames';
import type { ChildMessage } from './job-messages';
import { readChildFrame } from './job-messages';
import type { KeptInput } from './program/kept-input';
import type { NodeRuntime } from './sandbox-command.server';
import { baselineOnly, ownRuntime } from './sandbox-command.server';

const DEFAULT_WALL_LIMIT_MS = 15 * 60_000;

export interface JobProcessOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Real milliseconds after which the child is killed: an infrastructure fault. */
  readonly wallLimitMs?: number;
  /** Children that were started before; without it one is started for the job. */
  readonly children?: ChildPool;
  /** The bundled job-child.server.ts; by default beside the running bundle. */
  readonly childPath?: string;
  /** The Node that runs the job, by default this process' own; only for a child of one's own. */
  readonly runtime?: NodeRuntime;
}

/** What a child is asked, and what it may take for it. */
export interface ProcessTask {
  readonly frame: Frame;
  /** What is asked of another child, when the first has read so much of `input`. */
  readonly frameAfter?: (inputRead: KeptInput | undefined) => Frame;
  /** Bytes that one of the child's answers may have. */
  readonly answerBytes: number;
  /** Private memory of the child, in bytes. */
  readonly dataBytes: number;
  /** A descriptor of this process that the child gets as INPUT_DESCRIPTOR. */
  readonly input?: number;
  readonly onTransformed: (key: string, bytes: Uint8Array<ArrayBuffer>) => void;
}

/** The frames of V8's optimising compiler were too large: another child may come to a result. */
class StackOverflow extends InfrastructureFault {
  readonly inputRead: KeptInput | undefined;

  constructor(message: string, inputRead: KeptInput | undefined) {
    super(message, { reason: 'stack-overflow' });
    this.inputRead = inputRead;
  }
}

/**
 * Has a child process do one task. Where the frames of V8's optimising compiler were too large for
 * its stack, another child does it with the baseline compiler alone, for whose frames the engine's
 * depth budget is made: so every machine comes to the same result (ADR 24). Each child has the wall
 * limit to itself.
 *
 * @throws InfrastructureFault as `runOnce` does
 */
export async function runInProcess(
  task: ProcessTask,
  options: JobProcessOptions,
): Promise<Execution> {
  try {
    return await runOnce(task, options);
  } catch (error) {
    if (!(error instanceof StackOverflow)) throw error;
    const frame = task.frameAfter?.(error.inputRead) ?? task.frame;
    const runtime = baselineOnly(options.runtime ?? ownRuntime());
    return runOnce({ ...task, frame }, { ...options, runtime });
  }
}

/**
 * Has a child process do one task. It has its pipes and nothing else (see sandbox-command.server)
 * and is killed at the wall limit.
 *
 * @throws InfrastructureFault whenever there is no execution: killed, out of memory, too slow,
 *   aborted
 */
async function runOnce(task: ProcessTask, options: JobProcessOptions): Promise<Execution> {
  const { signal, onProgress, wallLimitMs = DEFAULT_WALL_LIMIT_MS } = options;
  if (signal?.aborted) throw new InfrastructureFault('aborted', { cause: signal.reason });
  const childPath = realpathSync(options.childPath ?? defaultChildPath());
  const child =
    options.children === undefined || options.runtime !== undefined || task.input !== undefined
      ? await spawnChild(childPath, task.dataBytes, { input: task.input, runtime: options.runtime })
      : await options.children.take(childPath, task.dataBytes);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('there are no pipes');

  return new Promise((resolve, reject) => {
    let execution: Execution | undefined;
    let fault: InfrastructureFault | undefined;
    let complaint = '';
    const fail = (error: InfrastructureFault): void => {
      fault ??= error;
      endChild(child);
    };
    const give = (message: string, details?: FaultDetails): void =>
      fail(new InfrastructureFault(message, details));
    const onAbort = (): void => give('aborted', { cause: signal?.reason });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const timer = setTimeout(() => give(`not done within ${wallLimitMs} ms`), wallLimitMs);

    const hear = (message: ChildMessage): void => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'execution') {
        execution = message.execution;
        // It has nothing left to do, and need not take its engine down in good order first.
        endChild(child);
      } else if (message.kind === 'fault') {
        const { message: text, reason, inputRead } = message;
        if (reason === undefined) give(text);
        else fail(new StackOverflow(text, inputRead));
      } else task.onTransformed(message.key, message.bytes);
    };
    const reader = new FrameReader(task.answerBytes);
    stdout.on('data', (piece: Uint8Array) => {
      if (fault !== undefined) return;
      try {
        for (const frame of reader.push(piece)) hear(readChildFrame(frame));
      } catch (error) {
        give('the job child does not answer in frames', { cause: error });
      }
    });
    stderr.on('data', (piece: Uint8Array) => {
      if (complaint.length < 10_000) complaint += new TextDecoder().decode(piece);
    });
    child.on('error', (error) => {
      fault ??= new InfrastructureFault('the job child did not start', { cause: error });
    });
    child.on('close', (code, killedBy) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (fault !== undefined) reject(fault);
      else if (execution !== undefined) resolve(execution);
      else {
        const how = killedBy === null ? `ended with code ${code}` : `was killed by ${killedBy}`;
        reject(new InfrastructureFault(`the job child ${how}: ${complaint.slice(-2_000)}`));
      }
    });

    stdin.on('error', () => {}); // the child is gone; `close` tells why
    for (const piece of encodeFrame(task.frame)) stdin.write(piece);
    stdin.end();
  });
}

/** The child that the build put beside the running bundle. */
export function defaultChildPath(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'job-child.js');
}
