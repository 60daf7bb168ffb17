import { checkJob } from '../check-job.client';
import type { Execution } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';

/** A job and an execution as JSON: how a test and a page exchange them. */
export interface PortableJob {
  readonly moduleFiles: readonly (readonly [string, string])[];
  readonly inputFiles: readonly (readonly [string, string])[];
  readonly fuelLimit: string;
  readonly memoryMiB: number;
  readonly storageMiB: number;
}

export interface PortableExecution {
  readonly status: string;
  readonly exitCode: number;
  readonly fuelUsed: string;
  readonly stateDigest: string;
  readonly outputs: readonly (readonly [string, string])[];
}

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );

export function portableFiles(files: ReadonlyMap<string, Uint8Array>): [string, string][] {
  return [...files].map(([path, bytes]) => [path, toHex(bytes)]);
}

export function portableExecution(execution: Execution): PortableExecution {
  const { status, exitCode, fuelUsed, stateDigest, outputs } = execution;
  return {
    status,
    exitCode,
    fuelUsed: fuelUsed.toString(),
    stateDigest,
    outputs: outputs.map(({ path, bytes }) => [path, toHex(bytes)] as const),
  };
}

/** Runs a job in a Web Worker of the page; a fault is given as text. */
async function runHere(job: PortableJob): Promise<PortableExecution | string> {
  const files = (list: PortableJob['moduleFiles']) =>
    new Map(list.map(([path, hex]) => [path, fromHex(hex)]));
  const { fuelLimit, memoryMiB, storageMiB } = job;
  try {
    const execution = await checkJob(
      {
        moduleFiles: files(job.moduleFiles),
        inputFiles: files(job.inputFiles),
        limits: { fuelLimit: BigInt(fuelLimit), memoryMiB, storageMiB },
      },
      { createWorker: () => new Worker('/worker.js', { type: 'module' }) },
    );
    return portableExecution(execution);
  } catch (error) {
    if (error instanceof InfrastructureFault) return `fault: ${error.message}`;
    throw error;
  }
}

Object.assign(globalThis, { runHere });
