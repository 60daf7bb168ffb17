import { z } from 'zod';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import { ensureKeyFile } from '../../lib/chain/key-file.server';
import { openMarket, readConfig } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { createSender } from '../../lib/chain/send-call.server';
import { httpUrl, path } from '../../lib/env/fields';
import { RestingPairs } from '../../lib/solver/resting-pairs';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { crashPoint } from '../runtime/crash-point';
import { loop } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { readOpenJobs, readResources } from './read-offers.server';
import { solveRound } from './solve-round.service';

const ROUND_MS = 1_000;

const schema = z.object({
  API_URL: httpUrl,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  KEY_FILE: path,
  /** OpenTelemetry collector that takes traces by OTLP over HTTP; by default none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
});

/** Matches signed offers and sends the matches. Needs no database: anyone can run one. */
void runWorker('solver', schema, async ({ env, log, signal, onStop }) => {
  const tracer = openTracer('reckon-solver', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  onStop('tracing', () => tracer.close());
  const deployment = await readDeployment(env.DEPLOYMENT_FILE);
  const { chainId, market, block } = deployment;
  const access = await openMarket({ rpcUrl: env.RPC_URL, chainId, market });
  const config = await readConfig(access);
  const sender = createSender({
    access,
    account: await ensureKeyFile(env.KEY_FILE),
    signal,
    onBroadcast: (call) => crashPoint(`sent-${call}`),
  });
  const feed = createDealFeed({
    access,
    fromBlock: BigInt(block),
    filter: { all: true },
    forgetSettled: true,
  });
  let chainTime = 0;
  const resting = new RestingPairs();
  await loop(
    async () => {
      const waiting = await readOpenJobs(env.API_URL);
      // With nothing to match there is no need to follow the chain.
      if (waiting.length === 0) return;
      const { head } = await feed.poll();
      chainTime = head.timestamp;
      resting.forgetOld(chainTime);
      await solveRound({
        access,
        sender,
        config,
        courts: async () => feed.courts(),
        waiting,
        readResources: () => readResources(env.API_URL),
        resting,
        now: async () => chainTime,
        tracer,
        log,
      });
    },
    { what: 'matching', signal, log, everyMs: ROUND_MS, maxMs: 5_000 },
  );
});
