import type { Hex } from 'viem';
import { z } from 'zod';
import { chainClient, readDeployment } from '../../lib/chain/market-access.server';
import { openDatabase } from '../../lib/db/database.server';
import { httpUrl, path, postgresUrl, wholeNumber } from '../../lib/env/fields';
import { sameHex } from '../../lib/shared/address';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { loop, retry } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { OtherChainError, OtherMarketError, prepareMirror } from './prepare-mirror.service';
import { rpcChainSource } from './rpc-chain-source.server';
import { syncOnce } from './sync-once.service';
import { NO_BLOCK } from './sync-step';
import { traceSettlements } from './trace-settlements.service';

const LOCAL_CHAIN_ID = 31_337;
/** A head that stands still is told to the database this often: readers see that we look. */
const TELL_MS = 3_000;
const OPTIONS = { batch: 500n, finalityDepth: 64n };

const schema = z.object({
  DATABASE_URL: postgresUrl,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  /** 1: forget what the database mirrors when it is another market. Always so on local chains. */
  INDEXER_START_OVER: wholeNumber().default(0),
  INDEXER_POLL_MS: wholeNumber(10).default(500),
  /** OpenTelemetry collector that takes traces by OTLP over HTTP; by default none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
});

void runWorker('indexer', schema, async ({ env, log, signal, onStop }) => {
  const { db, close } = openDatabase(env.DATABASE_URL, { max: 2 });
  onStop('database', close);
  const client = chainClient(env.RPC_URL);
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracer = endpoint ? openTracer('reckon-indexer', endpoint) : undefined;
  if (tracer) onStop('tracing', () => tracer.close());

  /** Finds the market and makes the database its mirror; answers what to read from. */
  async function openMirror() {
    const { chainId, market, block, genesisHash } = await readDeployment(env.DEPLOYMENT_FILE);
    const { hash } = await client.getBlock({ blockNumber: 0n });
    if (!sameHex(hash, genesisHash)) throw new OtherChainError(genesisHash, hash);
    const wanted = { chainId, genesisHash, market, startBlock: BigInt(block) };
    const mayStartOver = chainId === LOCAL_CHAIN_ID || env.INDEXER_START_OVER === 1;
    if ((await prepareMirror(db, wanted, mayStartOver)) === 'started-over') {
      log.warn({ market, chainId }, 'the database mirrored another market: it was emptied');
    }
    return rpcChainSource(client, market);
  }

  let source: Awaited<ReturnType<typeof openMirror>> | undefined = await retry(openMirror, {
    what: 'prepare the database',
    signal,
    log,
    tries: 20,
    isRetryable: (error) => !(error instanceof OtherMarketError),
  });
  let reached: { readonly head: Hex | undefined; readonly at: number } | undefined;
  const indexing = async () => {
    source ??= await openMirror();
    const head = await source.head();
    if (reached?.head === head.hash && Date.now() - reached.at < TELL_MS) return;
    for (let isBehind = true; isBehind && source && !signal.aborted; ) {
      const round = await syncOnce(db, source, OPTIONS);
      isBehind = round.isBehind;
      reached = { head: round.reached, at: Date.now() };
      if (tracer && round.step?.type === 'block') {
        await traceSettlements(db, tracer, round.step.events);
      }
      if (round.step?.type !== 'reorg') continue;
      const { ancestor } = round.step;
      log.warn({ ancestor: ancestor.number }, 'the chain was reorganised');
      // Nothing in common: it may be another chain by now, with another market.
      if (ancestor.hash === NO_BLOCK) source = undefined;
    }
  };
  await loop(indexing, { what: 'indexing', signal, log, everyMs: env.INDEXER_POLL_MS });
});
