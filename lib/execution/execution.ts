import type { Hex } from 'viem';
import { EXECUTION_STATUSES, type ExecutionStatus } from '../shared/execution-status';

/** The uint8 that stands for a status in a result digest. */
export function statusCodeOf(status: ExecutionStatus): number {
  return EXECUTION_STATUSES.indexOf(status);
}

/** `stdout`, `stderr`, `out/...`, or a map job's `items.json`. */
export interface OutputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a run produced. Equal on every machine for the same module, inputs, limits and engine. */
export interface Execution {
  readonly status: ExecutionStatus;
  /** uint32; 0 unless the module completed with another. */
  readonly exitCode: number;
  readonly fuelUsed: bigint;
  /** Sorted by the bytes of their paths. */
  readonly outputs: readonly OutputFile[];
  /** Over final memory and globals; zero where nothing ran or the module trapped. */
  readonly stateDigest: Hex;
}

/** What a deal grants a job. */
export interface JobLimits {
  /** Above 2^63 - 1 counts as that. */
  readonly fuelLimit: bigint;
  readonly memoryMiB: number;
  /** For /out, stdout and stderr together. */
  readonly storageMiB: number;
}

/**
 * Where a run's virtual time and random numbers begin, other than the job says. No deal is run so:
 * only whoever certifies a module, to see whether what it makes depends on them.
 */
export interface OtherStart {
  /** Nanoseconds, instead of 0. */
  readonly clock?: bigint | undefined;
  /** 32 bytes that the job's own seed is mixed with. */
  readonly seed?: Hex | undefined;
}

export interface ExecutionProgress {
  readonly phase: 'checking' | 'preparing' | 'running' | 'hashing';
  readonly fuelUsed: bigint;
  /** With `hashing`: bytes of the memory at the run's end, which is the most that it had. */
  readonly memoryBytes?: number | undefined;
  /** With `hashing`: paths of the inputs that the module has read, `in/job.json`, `in/files/...`. */
  readonly inputsRead?: readonly string[] | undefined;
  /** Of a map job: how many items there are, and how many of them have ended. */
  readonly items?: { readonly ended: number; readonly count: number } | undefined;
}

export type OnProgress = (progress: ExecutionProgress) => void;

export const ZERO_DIGEST: Hex = `0x${'00'.repeat(32)}`;
