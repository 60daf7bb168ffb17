import { z } from 'zod';
import { chainClient, readDeployment } from '../../lib/chain/market-access.server';
import { openDatabase } from '../../lib/db/database.server';
import { httpUrl, path, postgresUrl, wholeNumber } from '../../lib/env/fields';
import { loop, retry } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { OtherMarketError, prepareMirror } from './prepare-mirror.service';
import { rpcChainSource } from './rpc-chain-source.server';
import { syncOnce } from './sync-once.service';

const LOCAL_CHAIN_ID = 31_337;
const OPTIONS = { batch: 500n, finalityDepth: 64n };

const schema = z.object({
  DATABASE_URL: postgresUrl,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  /** 1: forget what the database mirrors when it is another market. Always so on local chains. */
  INDEXER_START_OVER: wholeNumber().default(0),
  INDEXER_POLL_MS: wholeNumber(10).default(500),
});

void runWorker('indexer', schema, async ({ env, log, signal, onStop }) => {
  const { db, close } = openDatabase(env.DATABASE_URL, { max: 2 });
  onStop('database', close);
  const client = chainClient(env.RPC_URL);
  const { chainId, market, block } = await readDeployment(env.DEPLOYMENT_FILE);

  const mirror = await retry(
    async () => {
      const genesisHash = (await client.getBlock({ blockNumber: 0n })).hash;
      const wanted = { chainId, genesisHash, market, startBlock: BigInt(block) };
      const mayStartOver = chainId === LOCAL_CHAIN_ID || env.INDEXER_START_OVER === 1;
      return prepareMirror(db, wanted, mayStartOver);
    },
    {
      what: 'prepare the database',
      signal,
      log,
      tries: 20,
      isRetryable: (error) => !(error instanceof OtherMarketError),
    },
  );
  if (mirror === 'started-over') {
    log.warn({ market, chainId }, 'the database mirrored another market: all of it was forgotten');
  }

  const source = rpcChainSource(client, market);
  await loop(
    async () => {
      for (let isBehind = true; isBehind && !signal.aborted; ) {
        const round = await syncOnce(db, source, OPTIONS);
        isBehind = round.isBehind;
        if (round.step?.type === 'reorg') {
          log.warn({ ancestor: round.step.ancestor.number }, 'the chain was reorganised');
        }
      }
    },
    { what: 'indexing', signal, log, everyMs: env.INDEXER_POLL_MS },
  );
});
