import { type Address, createPublicClient, getAbiItem, type Hex, http } from 'viem';
import type { DealRecord } from '../chain/deal-fold';
import { marketAbi } from '../chain/generated/market-abi';
import { sameHex } from '../shared/address';
import { checkJob } from './check-job.client';
import { doubtOf } from './doubt-of';
import { isWasmEngine, WASM_ENGINES } from './engine-id';
import type { Execution, OnProgress } from './execution';
import { InfrastructureFault } from './infrastructure-fault';
import { sealOf } from './result-digest';
import { type ContentSource, type DealRunner, runDeal } from './run-deal.service';

/** This browser's own engine; `ran` hears which module. */
const inBrowser = (ran: (files: ReadonlyMap<string, Uint8Array>) => void): DealRunner => ({
  engines: WASM_ENGINES,
  run: ({ engine, ...job }, options) => {
    ran(job.moduleFiles);
    return checkJob({ ...job, engine: isWasmEngine(engine) ? engine : undefined }, options);
  },
});

/** What a provider posted, as the chain itself says. */
export interface PostedOnChain {
  readonly seal: Hex;
  readonly fuelUsed: bigint;
  readonly blockNumber: bigint;
  readonly transaction: Hex;
}

/** A run in this browser beside what the provider posted. */
export interface DealCheck {
  readonly execution: Execution;
  readonly resultDigest: Hex;
  /** The seal that the provider would have had to post for this result. */
  readonly seal: Hex;
  readonly posted: PostedOnChain;
  /** Seal and fuel are the provider's: it was right. */
  readonly equal: boolean;
}

export interface CheckDealOptions {
  readonly record: DealRecord;
  /** Signed in as somebody who may read the inputs. */
  readonly directory: { readonly getContent: ContentSource };
  readonly rpcUrl: string;
  readonly market: Address;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/**
 * Runs a deal's job again in a Web Worker and compares seal and fuel with those on chain, read by
 * RPC and not from this site.
 *
 * @throws ContentUnavailableError, UnrunnableError, InfrastructureFault: none of them says anything
 *   about the provider; viem's errors when the RPC is out of reach
 */
export async function checkDeal(options: CheckDealOptions): Promise<DealCheck> {
  const { record, directory, onProgress, signal } = options;
  const posted = await readPosted(options);
  let moduleFiles: ReadonlyMap<string, Uint8Array> = new Map();
  const runner = inBrowser((files) => {
    moduleFiles = files;
  });
  const run = await runDeal(
    record,
    {
      content: (cid, abort) => directory.getContent(cid, abort),
      runners: [runner],
    },
    { ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) },
  );
  const seal = sealOf(record.dealId, record.terms.provider, run.resultDigest, run.fuelUsed);
  const equal = sameHex(seal, posted.seal) && run.fuelUsed === posted.fuelUsed;
  const doubt = equal ? undefined : doubtOf(moduleFiles);
  if (doubt !== undefined) throw new InfrastructureFault(doubt, { reason: 'engine-unfit' });
  return { execution: run.execution, resultDigest: run.resultDigest, seal, posted, equal };
}

async function readPosted(options: CheckDealOptions): Promise<PostedOnChain> {
  const { record, rpcUrl, market } = options;
  const client = createPublicClient({ transport: http(rpcUrl) });
  const logs = await client.getLogs({
    address: market,
    event: getAbiItem({ abi: marketAbi, name: 'ResultPosted' }),
    args: { dealId: record.dealId },
    fromBlock: record.history[0]?.blockNumber ?? 0n,
    strict: true,
  });
  const log = logs.at(-1);
  if (!log) throw new Error('The chain knows no result of this deal.');
  return {
    seal: log.args.post.seal,
    fuelUsed: log.args.post.fuelUsed,
    blockNumber: log.blockNumber,
    transaction: log.transactionHash,
  };
}
