import { join } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { readKeyFolder } from '../../lib/chain/key-file.server';
import { openMarket } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { createSender } from '../../lib/chain/send-call.server';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { httpUrl, path, wholeNumber } from '../../lib/env/fields';
import { marketDomain } from '../../lib/offers/offer-types';
import { includesHex } from '../../lib/shared/address';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { crashPoint } from '../runtime/crash-point';
import { loop, retry, sleep } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { isComplete, openPanelOf } from './due-seats';
import { joinCourts } from './join-court.service';
import { panelPorts } from './panel-ports.server';
import { type Found, isUnavailable, resolvePanel, servePanel } from './serve-panel.service';

const POLL_MS = 500;
/** Pause of a panel after a step that failed, or while inputs are searched for. */
const RETRY_MS = 1_500;

const schema = z.object({
  /** Folder of *.key files: one a member. */
  KEYS_DIR: path,
  /** Where transformed modules are kept from one start to the next; without it in memory alone. */
  STATE_DIR: path.optional(),
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  /** Jobs that are re-executed at once. */
  CONCURRENT: wholeNumber(1).default(1),
  /** What each member keeps staked, in token units. */
  STAKE: z
    .string()
    .regex(/^\d{1,28}$/, 'must be a whole number')
    .default('20000000000')
    .transform(BigInt),
  /** OpenTelemetry collector that takes traces by OTLP over HTTP; by default none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
});

/** What this process remembers of an open panel. */
type Bench = { readonly panel: string; readonly found?: Found; readonly hasNoMajority?: boolean };

/** Serves as every member whose key it holds: joins, re-executes, commits, resolves. */
void runWorker('mediator', schema, async ({ env, log, signal, onStop }) => {
  const tracer = openTracer('reckon-mediator', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  onStop('tracing', () => tracer.close());
  const deployment = await readDeployment(env.DEPLOYMENT_FILE);
  const { chainId, market } = deployment;
  const access = await openMarket({ rpcUrl: env.RPC_URL, chainId, market });
  const members = await readKeyFolder(env.KEYS_DIR);
  const onBroadcast = (call: string) => crashPoint(`sent-${call}`);
  const senders = new Map(
    members.map((account) => [
      account.address,
      createSender({ access, account, signal, onBroadcast }),
    ]),
  );
  const senderOf = (address: Hex) => {
    const sender = senders.get(address);
    if (!sender) throw new Error(`No key for ${address}`);
    return sender;
  };
  const home = deployment.directories[0];
  if (!home) throw new Error('The deployment names no directory');
  const domain = marketDomain(chainId, market);
  const directory = new DirectoryClient({ url: home.url, directory: home.address, domain });

  await Promise.all(
    members.map((member) => {
      const sender = senderOf(member.address);
      const options = { access, deployment, member, sender, stake: env.STAKE, log };
      return retry(() => joinCourts(options), {
        what: 'joining',
        signal,
        log,
        tries: 10,
        minMs: 1_000,
      });
    }),
  );
  log.info({ members: members.length }, 'ready');

  const fromBlock = BigInt(deployment.block);
  const feed = createDealFeed({ access, fromBlock, filter: { all: true }, forgetSettled: true });
  let chainTime = 0;
  const ports = panelPorts({
    members,
    senderOf,
    directory,
    owner: env.KEYS_DIR,
    ...(env.STATE_DIR !== undefined && { cacheFolder: join(env.STATE_DIR, 'transformed') }),
    concurrent: env.CONCURRENT,
    now: () => chainTime,
    tracer,
    signal,
    log,
  });
  const addresses = members.map((member) => member.address);
  const busy = new Set<Hex>();
  const benches = new Map<Hex, Bench>();

  /** What is known of the deal's open panel; a result is the same for every panel. */
  function benchOf(deal: DealRecord): Bench {
    const panel = `${deal.case?.deadline}:${openPanelOf(deal).join()}`;
    const bench = benches.get(deal.dealId);
    if (!bench || bench.panel === panel) return bench ?? { panel };
    return { panel, ...(bench.found && !isUnavailable(bench.found) && { found: bench.found }) };
  }

  async function serve(deal: DealRecord): Promise<void> {
    const { dealId } = deal;
    const bench = benchOf(deal);
    if (bench.hasNoMajority) return;
    const found = await servePanel(ports, deal, bench.found);
    if (!found) return sleep(RETRY_MS, signal);
    const { panel } = bench;
    benches.set(dealId, { panel, found });
    if (isComplete(deal)) crashPoint('committed');
    const answer = await resolvePanel(ports, deal, found);
    if (answer === 'no-majority') benches.set(dealId, { panel, found, hasNoMajority: true });
  }

  await loop(
    async () => {
      const { head } = await feed.poll();
      chainTime = head.timestamp;
      for (const dealId of benches.keys()) if (!feed.deals().has(dealId)) benches.delete(dealId);
      for (const deal of feed.deals().values()) {
        const { dealId } = deal;
        const isOurs = openPanelOf(deal).some((seat) => includesHex(addresses, seat));
        if (!isOurs || busy.has(dealId)) continue;
        busy.add(dealId);
        void serve(deal)
          .catch((err: unknown) => {
            if (signal.aborted) return;
            log.warn({ err, dealId }, 'a seat could not act, trying again');
            return sleep(RETRY_MS, signal);
          })
          .finally(() => busy.delete(dealId));
      }
    },
    { what: 'reading deals', signal, log, everyMs: POLL_MS, maxMs: 5_000 },
  );
});
