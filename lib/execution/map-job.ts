import type { Hex } from 'viem';
import { concat, sha256, stringToBytes, toBytes } from 'viem';
import type { ExecutionStatus } from '../shared/execution-status';
import { compareUtf8 } from './compare-utf8';
import type { WasmEngine } from './engine-id';
import { engineIdOf } from './engine-id';
import type { Execution, JobLimits, OnProgress, OutputFile } from './execution';
import { ZERO_DIGEST } from './execution';
import type { ItemResult } from './item-list';
import { ITEM_LIST, itemFolderOf, itemListOf } from './item-list';
import { resultDigestOf } from './result-digest';
import type { RunLimits } from './run-prepared';
import { HOST_CAPS } from './wasi/host-caps';

const STATE_DOMAIN = stringToBytes('reckon-map-1');
/** An item's stdout and stderr: what it can add beyond the files and directories that it makes. */
const STREAMS: readonly string[] = ['stdout', 'stderr'];

/** One file of a map job, with everything that its run sees. */
export interface Item {
  /** Of the file, without "files/". */
  readonly name: string;
  /** job.json as a job with this file alone has it. */
  readonly values: Uint8Array;
  /** Relative paths in the module's file tree; of the mapped files only the item's. */
  readonly readOnly: ReadonlyMap<string, Uint8Array>;
}

export interface MapJob {
  /** In the order in which they are run. */
  readonly items: readonly Item[];
  readonly engine: WasmEngine;
  readonly salt: Hex;
  /** For all items together, but for memory, which each of them may have. */
  readonly limits: JobLimits;
  readonly onProgress: OnProgress | undefined;
  /** Runs the module from its beginning. */
  readonly run: (item: Item, limits: RunLimits, onProgress: OnProgress) => Promise<Execution>;
}

/**
 * Runs one module over many files, one after the other, each within what those before it left of
 * fuel, storage and entries. An item that traps, exceeds its memory or exits with a code is a
 * result like any other; one that finds what is left too little ends the job as it ends itself,
 * and those behind it are not run.
 *
 * @throws whatever `run` throws
 */
export async function runMapJob(job: MapJob): Promise<Execution> {
  const { items, limits, onProgress } = job;
  const left = {
    fuelLimit: limits.fuelLimit,
    memoryMiB: limits.memoryMiB,
    storageBytes: limits.storageMiB * 1024 * 1024,
    nodes: HOST_CAPS.nodes - STREAMS.length,
  };
  const results: ItemResult[] = [];
  const outputs: OutputFile[] = [];
  let status: ExecutionStatus = 'completed';
  for (const item of items) {
    if (left.nodes < 0) status = 'output-exceeded';
    if (status !== 'completed') {
      results.push(notRun(item.name));
      continue;
    }
    const fuelBefore = limits.fuelLimit - left.fuelLimit;
    const progress = { ended: results.length, count: items.length };
    const execution = await job.run(item, { ...left }, ({ fuelUsed, ...rest }) =>
      onProgress?.({ ...rest, fuelUsed: fuelBefore + fuelUsed, items: progress }),
    );
    results.push(itemResultOf(item.name, execution, job));
    const kept = execution.outputs.filter(
      ({ path, bytes }) => bytes.length > 0 || !STREAMS.includes(path),
    );
    for (const { path, bytes } of kept) {
      outputs.push({ path: itemFolderOf(item.name) + path, bytes });
      left.storageBytes -= bytes.length;
    }
    left.fuelLimit -= execution.fuelUsed;
    left.nodes -= entriesOf(kept);
    if (endsTheJob(execution.status)) status = execution.status;
  }
  outputs.push({ path: ITEM_LIST, bytes: itemListOf(results) });
  return {
    status,
    exitCode: 0,
    fuelUsed: limits.fuelLimit - left.fuelLimit,
    outputs: outputs.sort((one, other) => compareUtf8(one.path, other.path)),
    stateDigest: mapStateDigestOf(results.map(({ stateDigest }) => stateDigest)),
  };
}

/** Whatever an item has to itself ends the item alone; what all share ends the job. */
function endsTheJob(status: ExecutionStatus): boolean {
  return status === 'fuel-exhausted' || status === 'output-exceeded';
}

/** Files, and the folders below out/ that hold them. */
function entriesOf(outputs: readonly OutputFile[]): number {
  const entries = new Set<string>();
  for (const { path } of outputs) {
    entries.add(path);
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      entries.add(path.slice(0, cut));
    }
  }
  entries.delete('out');
  return entries.size;
}

function itemResultOf(name: string, execution: Execution, { salt, engine }: MapJob): ItemResult {
  const { status, exitCode, fuelUsed, stateDigest } = execution;
  const resultDigest = resultDigestOf(salt, execution, engineIdOf(engine));
  return { name, status, exitCode, fuelUsed, stateDigest, resultDigest };
}

function notRun(name: string): ItemResult {
  return {
    name,
    status: 'not-run',
    exitCode: 0,
    fuelUsed: 0n,
    stateDigest: ZERO_DIGEST,
    resultDigest: ZERO_DIGEST,
  };
}

/** sha256("reckon-map-1", u32 number of items, the state digest of each). */
export function mapStateDigestOf(digests: readonly Hex[]): Hex {
  const count = toBytes(digests.length, { size: 4 });
  return sha256(concat([STATE_DOMAIN, count, ...digests.map((digest) => toBytes(digest))]));
}
