import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Execution, JobLimits, OnProgress } from './execution';
import { InfrastructureFault } from './infrastructure-fault';
import { encodeFrame, FrameReader } from './job-frames';
import type { ChildMessage } from './job-messages';
import { jobFrameOf, readChildFrame } from './job-messages';
import { sandboxCommand } from './sandbox-command.server';
import { createTransformCache } from './transform-cache.server';
import type { TransformCache } from './wasm/transform-cache';
import { transformKeyOf } from './wasm/transform-cache';

const MIB = 1024 * 1024;
const OWN_CACHE = createTransformCache({ capacity: 64 * MIB });
const DEFAULT_WALL_LIMIT_MS = 15 * 60_000;
/** What Node itself needs beside the module's memory and files. */
const BASE_DATA_MIB = 768;

export interface Job {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
}

export interface RunJobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Real milliseconds after which the child is killed: an infrastructure fault. */
  readonly wallLimitMs?: number;
  /** The bundled job-child.server.ts; by default beside the running bundle. */
  readonly childPath?: string;
  /** Transformed modules from earlier jobs; by default those of this process. */
  readonly cache?: TransformCache;
  /** Private memory of the child; by default well above what the job can need. */
  readonly dataLimitMiB?: number;
}

/**
 * Runs a job in a process of its own, which has its pipes and nothing else (see
 * sandbox-command.server) and is killed at the wall limit.
 *
 * @throws InfrastructureFault whenever there is no execution: killed, out of memory, too slow,
 *   aborted. It is never a result; run again or decline.
 */
export async function runJob(job: Job, options: RunJobOptions = {}): Promise<Execution> {
  const { signal, onProgress, cache = OWN_CACHE, wallLimitMs = DEFAULT_WALL_LIMIT_MS } = options;
  if (signal?.aborted) throw new InfrastructureFault('aborted', { cause: signal.reason });
  const childPath = realpathSync(options.childPath ?? defaultChildPath());
  const dataLimit =
    options.dataLimitMiB === undefined ? dataLimitOf(job) : options.dataLimitMiB * MIB;
  const { command, args } = await sandboxCommand(childPath, dataLimit);
  const env = {} as NodeJS.ProcessEnv;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env, cwd: '/' });

  return new Promise((resolve, reject) => {
    let execution: Execution | undefined;
    let fault: InfrastructureFault | undefined;
    let complaint = '';
    const give = (message: string, cause?: unknown): void => {
      fault ??= new InfrastructureFault(message, cause === undefined ? undefined : { cause });
      child.kill('SIGKILL');
    };
    const onAbort = (): void => give('aborted', signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const timer = setTimeout(() => give(`not done within ${wallLimitMs} ms`), wallLimitMs);

    const hear = (message: ChildMessage): void => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'execution') execution = message.execution;
      else if (message.kind === 'fault') give(message.message);
      else if (message.key === keyOf(job)) cache.set(message.key, message.bytes);
    };
    const reader = new FrameReader(answerLimitOf(job));
    child.stdout.on('data', (piece: Uint8Array) => {
      if (fault !== undefined) return;
      try {
        for (const frame of reader.push(piece)) hear(readChildFrame(frame));
      } catch (error) {
        give('the job child does not answer in frames', error);
      }
    });
    child.stderr.on('data', (piece: Uint8Array) => {
      if (complaint.length < 10_000) complaint += new TextDecoder().decode(piece);
    });
    child.on('error', (error) => {
      fault ??= new InfrastructureFault('the job child did not start', { cause: error });
    });
    child.on('close', (code, killedBy) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (fault !== undefined) reject(fault);
      else if (execution !== undefined && code === 0) resolve(execution);
      else {
        const how = killedBy === null ? `ended with code ${code}` : `was killed by ${killedBy}`;
        reject(new InfrastructureFault(`the job child ${how}: ${complaint.slice(-2_000)}`));
      }
    });

    child.stdin.on('error', () => {}); // the child is gone; `close` tells why
    const key = keyOf(job);
    const known = key === undefined ? undefined : cache.get(key);
    const transformed =
      key !== undefined && known !== undefined ? { key, bytes: known } : undefined;
    for (const piece of encodeFrame(jobFrameOf({ ...job, transformed }))) child.stdin.write(piece);
    child.stdin.end();
  });
}

const keys = new WeakMap<Uint8Array, string>();

/** The cache key of a job's module, if it has one; reckoned once for the same bytes. */
function keyOf({ moduleFiles }: Job): string | undefined {
  const entry = entryOf(moduleFiles);
  if (entry === undefined) return undefined;
  const known = keys.get(entry);
  if (known !== undefined) return known;
  const key = transformKeyOf(entry);
  keys.set(entry, key);
  return key;
}

function entryOf(moduleFiles: ReadonlyMap<string, Uint8Array>): Uint8Array | undefined {
  try {
    const manifest: unknown = JSON.parse(
      new TextDecoder().decode(moduleFiles.get('manifest.json')),
    );
    return moduleFiles.get(String((manifest as { entry?: unknown }).entry));
  } catch {
    return undefined;
  }
}

function sizeOf(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
}

/** Outputs, or a transformed module, and a header. */
function answerLimitOf({ moduleFiles, limits }: Job): number {
  return limits.storageMiB * MIB + 16 * sizeOf(moduleFiles) + 32 * MIB;
}

/** Bytes of private memory that the child may have: well above what a job can need. */
function dataLimitOf({ moduleFiles, inputFiles, limits }: Job): number {
  const files = 24 * sizeOf(moduleFiles) + 4 * sizeOf(inputFiles);
  return (BASE_DATA_MIB + limits.memoryMiB + 5 * limits.storageMiB) * MIB + files;
}

function defaultChildPath(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'job-child.js');
}
