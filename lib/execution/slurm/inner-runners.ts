import { OCI_ENGINE, WASM_ENGINES } from '../engine-id';
import type { RunnerJob } from '../runner';
import type { InnerRunner } from './spool-messages';

/** Names and exact versions of the engines of each runner that nodes may have. */
const ENGINES: Readonly<Record<InnerRunner, readonly string[]>> = {
  wasm: WASM_ENGINES,
  oci: [OCI_ENGINE],
};

export function enginesOf(runners: readonly InnerRunner[]): readonly string[] {
  return runners.flatMap((runner) => ENGINES[runner]);
}

export function innerRunnerOf(
  engine: string,
  runners: readonly InnerRunner[],
): InnerRunner | undefined {
  return runners.find((runner) => ENGINES[runner].includes(engine));
}

const MIB = 1024 * 1024;
const MOST_GPUS = 64;

/** What a job asks of a node beyond its deal's limits. */
export interface NodeShare {
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly gpus: number;
}

/**
 * Memory and GPUs that a job must be given on a node: its own memory, its files as they are read, sent and
 * written, and what its runner needs itself.
 */
export function nodeShareOf(
  { moduleFiles, inputFiles, limits, grants }: RunnerJob,
  overheadMiB: number,
): NodeShare {
  const files = sizeOf(moduleFiles) * 8 + sizeOf(inputFiles) * 6;
  const memoryMiB = overheadMiB + limits.memoryMiB + 3 * limits.storageMiB + Math.ceil(files / MIB);
  const cpus = Math.max(1, Math.ceil((grants?.cpuMilli ?? 0) / 1_000));
  return { memoryMiB, cpus, gpus: grants?.gpuCount ?? gpuCountOf(moduleFiles) };
}

const sizeOf = (files: ReadonlyMap<string, Uint8Array>): number =>
  [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);

/** What a module's manifest asks for; none where it says nothing that can be read. */
function gpuCountOf(moduleFiles: ReadonlyMap<string, Uint8Array>): number {
  try {
    const { resources } = JSON.parse(
      new TextDecoder().decode(moduleFiles.get('manifest.json')),
    ) as {
      readonly resources?: { readonly gpuCount?: unknown };
    };
    const count = resources?.gpuCount;
    return typeof count === 'number' && count >= 1 ? Math.min(MOST_GPUS, Math.floor(count)) : 0;
  } catch {
    return 0;
  }
}

/** The script that Slurm starts: a word for each argument, whatever is in it. */
export function jobScriptOf(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  return `#!/bin/sh\numask 077\nexec ${quoted.join(' ')}\n`;
}
