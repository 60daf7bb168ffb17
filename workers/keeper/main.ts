import { Logger as QueueLogger, run } from 'graphile-worker';
import type { Hex } from 'viem';
import { z } from 'zod';
import { ensureKeyFile } from '../../lib/chain/key-file.server';
import { openMarket, readConfig } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { createSender } from '../../lib/chain/send-call.server';
import { openDatabase } from '../../lib/db/database.server';
import { dealChangedJob } from '../../lib/deals/deal-changed.job';
import { findDealRecord, listLiveDealIds } from '../../lib/deals/deals.repo';
import { keepDealJob, keepDealKey } from '../../lib/deals/keep-deal.job';
import { httpUrl, path, postgresUrl } from '../../lib/env/fields';
import { enqueueJob } from '../../lib/jobs/enqueue-job.repo';
import { findCourt } from '../../lib/offers/courts.query';
import { crashPoint } from '../runtime/crash-point';
import { loop } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { type KeepPorts, keepDeal } from './keep-deal.service';
import { sendMove } from './send-move.service';
import { Turns } from './turns';

/** How often every live deal is looked at, in case an alarm was lost. */
const SWEEP_MS = 15_000;
const CONCURRENCY = 8;

const schema = z.object({
  DATABASE_URL: postgresUrl,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  KEY_FILE: path,
});

/** Moves every timed state of every deal on. Woken by the indexer, by alarms, and by a sweep. */
void runWorker('keeper', schema, async ({ env, log, signal, onStop }) => {
  const deployment = await readDeployment(env.DEPLOYMENT_FILE);
  const access = await openMarket({
    rpcUrl: env.RPC_URL,
    chainId: deployment.chainId,
    market: deployment.market,
  });
  const config = await readConfig(access);
  const sender = createSender({
    access,
    account: await ensureKeyFile(env.KEY_FILE),
    signal,
    onBroadcast: (call) => crashPoint(`sent-${call}`),
  });
  const { db, close } = openDatabase(env.DATABASE_URL);
  onStop('database', close);

  const lookAgain = (dealId: Hex, seconds: number) =>
    enqueueJob(
      db,
      keepDealJob,
      { dealId },
      {
        key: keepDealKey(dealId),
        runAt: new Date(Date.now() + seconds * 1_000),
      },
    );
  const ports: KeepPorts = {
    config,
    findDeal: (dealId) => findDealRecord(db, dealId),
    chainNow: async () => {
      const block = await access.client.getBlock();
      return { timestamp: Number(block.timestamp), blockNumber: block.number };
    },
    send: async (call, deal) => {
      const court = call === 'seat' ? await findCourt(db, deal.terms.court) : undefined;
      await sendMove(sender, call, deal, court);
    },
    lookAgain,
    log,
  };
  const turns = new Turns();
  const keep = (payload: unknown) => {
    const dealId = keepDealJob.payload.parse(payload).dealId as Hex;
    return turns.take(dealId, () => keepDeal(ports, dealId));
  };
  const runner = await run({
    connectionString: env.DATABASE_URL,
    crontab: '',
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    logger: new QueueLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ queue: level }, message);
    }),
    pollInterval: 1_000,
    taskList: { [dealChangedJob.name]: keep, [keepDealJob.name]: keep },
  });
  onStop('queue', () => runner.stop());
  await loop(
    async () => {
      for (const dealId of await listLiveDealIds(db)) await lookAgain(dealId, 0);
    },
    { what: 'sweep', signal, log, everyMs: SWEEP_MS },
  );
});
