import type { ShownRun } from '@/lib/execution/certify/problems-of-claims';
import { executeJob } from '@/lib/execution/execute-job';
import type { Execution } from '@/lib/execution/execution';
import { loadCatalogue } from '@/lib/modules/catalogue.server';
import { inputFilesOf, type Job } from '@/lib/modules/job-inputs';
import type { ExecutionStatus } from '@/lib/shared/execution-status';

/** A run as the modules' tests look at it. */
export type CuratedRun = {
  readonly status: ExecutionStatus;
  readonly exitCode: number;
  readonly fuelUsed: bigint;
  readonly stdout: string;
  readonly stderr: string;
  readonly paths: readonly string[];
  /** Bytes of an output; throws where there is none. */
  readonly bytes: (path: string) => Uint8Array;
  readonly text: (path: string) => string;
  readonly execution: Execution;
  /** What its manifest is held against. */
  readonly shown: ShownRun;
};

const catalogue = loadCatalogue();
const transformed = new Map<string, Uint8Array<ArrayBuffer>>();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Runs a curated module on the engine within its manifest's own limits, or less fuel. */
export async function runCurated(
  name: string,
  job: Job,
  files: Readonly<Record<string, Uint8Array | string>> = {},
  fuelLimit?: bigint,
): Promise<CuratedRun> {
  const module = (await catalogue).find(({ manifest }) => manifest.name === name);
  if (module === undefined) throw new Error(`There is no module ${name}`);
  const { inputs, resources } = module.manifest;
  const uploads = Object.entries(files).map(([file, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return [file, new Uint8Array(bytes)] as const;
  });
  const inputsRead = new Set<string>();
  const execution = await executeJob({
    moduleFiles: module.files,
    inputFiles: inputFilesOf(inputs, job, new Map(uploads), new Uint8Array(32).fill(1)),
    limits: { ...resources, fuelLimit: fuelLimit ?? BigInt(module.manifest.fuelLimit) },
    cache: transformed,
    onProgress: (progress) => {
      for (const path of progress.inputsRead ?? []) inputsRead.add(path);
    },
  });
  const outputs = new Map(execution.outputs.map(({ path, bytes }) => [path, bytes]));
  const bytes = (path: string) => {
    const found = outputs.get(path);
    if (found === undefined) throw new Error(`No ${path} among ${[...outputs.keys()].join(', ')}`);
    return found;
  };
  const text = (path: string) => decoder.decode(bytes(path));
  const { status, exitCode, fuelUsed } = execution;
  const paths = [...outputs.keys()];
  const shown = { name, job, execution, inputsRead };
  return {
    status,
    exitCode,
    fuelUsed,
    stdout: text('stdout'),
    stderr: text('stderr'),
    paths,
    bytes,
    text,
    execution,
    shown,
  };
}
