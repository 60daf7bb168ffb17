import { bytesToHex, type Hex } from 'viem';
import type { DealRecord } from '../chain/deal-fold';
import { cidOfId } from '../content/content-id';
import { saltOf } from '../content/content-kind';
import type { Execution } from './execution';
import { resultDigestOf } from './result-digest';
import { type Runner, type RunOptions, runnerFor } from './runner';

/** Where module and inputs come from; rejects where they cannot be had. */
export type ContentSource = (
  cid: string,
  signal?: AbortSignal,
) => Promise<{ readonly files: ReadonlyMap<string, Uint8Array> }>;

/** What running a deal needs of a runner. */
export type DealRunner = Pick<Runner, 'engines' | 'run'>;

type DigestOf = (salt: Hex, execution: Execution, engine: Hex) => Hex | Promise<Hex>;

/** What running a deal takes. */
export type DealPorts = {
  readonly content: ContentSource;
  readonly runners: readonly DealRunner[];
  /** `resultDigestOf` where nothing else is given: a process that serves others gives one in pieces. */
  readonly digestOf?: DigestOf;
};

export type DealRun = {
  readonly execution: Execution;
  readonly resultDigest: Hex;
  readonly fuelUsed: bigint;
  /** Name and exact version, as the deal names it. */
  readonly engine: string;
  /** The bundle's salt: with it a result digest can be made, without it none can be guessed. */
  readonly salt: Hex;
};

/** The deal's engine is none that this machine has: decline, never guess. */
export class UnrunnableError extends Error {
  override readonly name = 'UnrunnableError';
}

/** The module or the inputs cannot be had whole from any source. */
export class ContentUnavailableError extends Error {
  override readonly name = 'ContentUnavailableError';
}

/**
 * Runs a deal's job as every seat and the provider must: the deal's module, inputs and limits.
 *
 * @throws ContentUnavailableError, UnrunnableError, or InfrastructureFault; none of them is a result
 */
export async function runDeal(
  deal: Pick<DealRecord, 'work' | 'terms'>,
  ports: DealPorts,
  options: RunOptions = {},
): Promise<DealRun> {
  const { work, terms } = deal;
  const found = runnerFor(ports.runners, work.engine);
  if (found === undefined) {
    throw new UnrunnableError(`Engine ${work.engine} is not installed here`);
  }
  const { runner, engine } = found;
  const [moduleFiles, inputFiles] = await Promise.all([
    fetchContent(ports.content, work.moduleId, 'module', options.signal),
    fetchContent(ports.content, work.inputsId, 'inputs', options.signal),
  ]);
  const salt = requireSalt(inputFiles);
  const limits = {
    fuelLimit: terms.fuelLimit,
    memoryMiB: work.memoryMiB,
    storageMiB: work.storageMiB,
  };
  const { cpuMilli, gpuCount, gpuMemoryMiB, gpuModel } = work;
  const gpu = { memoryMiB: gpuMemoryMiB, model: gpuModel };
  const grants = { cpuMilli, gpuCount, ...(gpuCount > 0 && { gpu }) };
  const job = { moduleFiles, inputFiles, limits, engine, grants };
  const execution = await runner.run(job, options);
  const digestOf = ports.digestOf ?? resultDigestOf;
  return {
    execution,
    resultDigest: await digestOf(salt, execution, work.engine),
    fuelUsed: execution.fuelUsed,
    engine,
    salt,
  };
}

async function fetchContent(
  source: ContentSource,
  id: Hex,
  what: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    return (await source(cidOfId(id), signal)).files;
  } catch (cause) {
    throw new ContentUnavailableError(`The ${what} ${cidOfId(id)} cannot be had`, { cause });
  }
}

/** Without it there is no result digest. A module that cannot be run is a result: bad-input. */
function requireSalt(inputs: ReadonlyMap<string, Uint8Array>): Hex {
  try {
    return bytesToHex(saltOf(inputs));
  } catch (cause) {
    throw new ContentUnavailableError('The inputs have no salt', { cause });
  }
}
