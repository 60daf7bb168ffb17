import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Hex } from 'viem';
import { STAGE, VERDICT } from '../../lib/chain/deal-facts';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { Deployment } from '../../lib/chain/deployment';
import { openMarket } from '../../lib/chain/market.server';
import { CallRefusedError, createSender } from '../../lib/chain/send-call.server';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { runDeal } from '../../lib/execution/run-deal.service';
import { runJob } from '../../lib/execution/run-job.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { includesHex } from '../../lib/shared/address';
import { ensureKeyFile, readKeyFile } from '../runtime/key-file';
import { loop } from '../runtime/retry';
import type { WorkerContext } from '../runtime/run-worker';
import { openStateFolder } from '../runtime/state-folder';
import { DealJournal } from './deal-journal';
import type { ProviderEnv } from './env';
import { hardwareOf } from './hardware.server';
import {
  findServedOffers,
  publishOffer,
  renewTickets,
  type ServedOffer,
} from './keep-offers.service';
import { makeUpResult } from './make-up-result';
import { prepareAccount } from './own-account.service';
import { type OwnTerms, ownOffer } from './own-offer.service';
import { type ServePorts, serveDeal } from './serve-deal.service';

const LOCAL_CHAIN_ID = 31_337;
const POLL_MS = 500;
const OFFERS_MS = 5_000;
const TICKETS_MS = 120_000;
/** Seconds between starting a job and its deal's end within which it must be done. */
const MARGIN_MS = 2_000;

/** Runs an agent until the process is asked to stop. `isCheating` counts on local chains only. */
export async function startAgent(
  { env, log, signal }: WorkerContext<ProviderEnv>,
  deployment: Deployment,
  isCheating: () => Promise<boolean>,
): Promise<void> {
  const { chainId, market, limits } = deployment;
  const access = await openMarket({ rpcUrl: env.RPC_URL, chainId, market });
  const operator = await ensureKeyFile(env.KEY_FILE);
  const wallet = env.WALLET_KEY_FILE ? await readKeyFile(env.WALLET_KEY_FILE) : undefined;
  const sender = createSender({ access, account: operator, signal });
  const walletSender = wallet && createSender({ access, account: wallet, signal });
  const state = await openStateFolder(env.STATE_DIR);
  const journal = new DealJournal(await openStateFolder(join(env.STATE_DIR, 'deals')));
  const feed = createDealFeed({
    access,
    fromBlock: BigInt(deployment.block),
    filter: { all: true },
  });
  let chainTime = Number((await access.client.getBlock()).timestamp);
  let offers: readonly ServedOffer[] = [];
  let ticketsAt = 0;

  const home = deployment.directories[0];
  if (!home) throw new Error('The deployment names no directory');
  const directory = new DirectoryClient({
    url: home.url,
    directory: home.address,
    domain: marketDomain(chainId, market),
    auth: { signer: operator },
  });
  const ports: ServePorts = {
    run: (deal) => {
      const wallLimitMs = (lastMomentOf(deal) - chainTime) * 1_000 - MARGIN_MS;
      return runDeal(
        deal,
        {
          content: (cid, abort) => directory.getContent(cid, abort),
          runJob: (job, options) => runJob(job, { ...options, wallLimitMs }),
        },
        { signal },
      );
    },
    falsify:
      chainId === LOCAL_CHAIN_ID
        ? async () => ((await isCheating()) ? makeUpResult : undefined)
        : undefined,
    directory,
    journal,
    now: async () => chainTime,
    log,
    postResult: async (deal, item) => {
      const { jobDirectories, resourceDirectories } = deal;
      await sender.send({
        functionName: 'postResult',
        args: [
          {
            dealId: deal.dealId,
            terms: deal.packedTerms,
            ...item,
            jobDirectories,
            resourceDirectories,
          },
        ],
      });
    },
    decline: async (deal) => {
      await sender.send({ functionName: 'decline', args: [deal.dealId, deal.packedTerms] });
    },
  };

  if (walletSender && wallet) {
    await prepareAccount({
      access,
      deployment,
      wallet: walletSender,
      operator: operator.address,
      deposit: env.DEPOSIT,
      log,
    });
    const terms = ownTerms(env, deployment);
    const now = chainTime;
    const own = { wallet, operator: operator.address, deployment, terms, state, now, log };
    const submission = await ownOffer(own);
    void loop(async () => void (await publishOffer(env.API_URL, submission)), {
      what: 'publishing the offer',
      signal,
      log,
      everyMs: 60_000,
      maxMs: 5_000,
    });
  } else {
    const link = `${env.API_URL}/provide?operator=${operator.address}`;
    log.info({ operator: operator.address, link }, 'waiting for an offer that names this agent');
    process.stdout.write(`\nAgent ${operator.address}\nOpen ${link} and sign its offer.\n\n`);
  }

  void loop(
    async () => {
      offers = await findServedOffers(env.API_URL, operator.address);
      if (offers.length === 0 || Date.now() - ticketsAt < TICKETS_MS) return;
      await renewTickets({ api: env.API_URL, deployment, operator, offers, now: chainTime, log });
      ticketsAt = Date.now();
    },
    { what: 'keeping offers', signal, log, everyMs: OFFERS_MS, maxMs: OFFERS_MS },
  );

  const limit = pLimit(env.CONCURRENT);
  const busy = new Set<Hex>();
  const isOurs = (deal: DealRecord) =>
    (wallet !== undefined && includesHex([deal.terms.provider], wallet.address)) ||
    offers.some(({ hash }) => includesHex([hash], deal.resourceOfferHash));
  const inBackground = (deal: DealRecord, what: string, action: () => Promise<void>) => {
    if (busy.has(deal.dealId)) return;
    busy.add(deal.dealId);
    void limit(action)
      .catch((err: unknown) => {
        if (!signal.aborted) log.warn({ err, dealId: deal.dealId }, `${what} failed, trying again`);
      })
      .finally(() => busy.delete(deal.dealId));
  };

  await loop(
    async () => {
      const { head } = await feed.poll();
      chainTime = head.timestamp;
      for (const deal of feed.deals().values()) {
        if (!isOurs(deal)) continue;
        if (deal.stage === STAGE.Matched && chainTime <= lastMomentOf(deal)) {
          inBackground(deal, 'serving', () =>
            tolerate(() => serveDeal(ports, deal, lastMomentOf(deal))),
          );
        }
        if (walletSender && isAppealable(deal, chainTime)) {
          inBackground(deal, 'appealing', () => appealIfHonest(deal));
        }
      }
    },
    { what: 'reading deals', signal, log, everyMs: POLL_MS, maxMs: 5_000 },
  );

  function lastMomentOf({ terms }: DealRecord): number {
    return terms.matchedAt + terms.executionWindow + limits.grace;
  }

  /** A verdict against a result that was really computed is taken to the second panel. */
  async function appealIfHonest(deal: DealRecord): Promise<void> {
    const entry = await journal.read(deal.dealId);
    const { post, case: facts } = deal;
    if (!entry || entry.isMadeUp || !walletSender || !post || !facts) return;
    await tolerate(async () => {
      const args = [deal.dealId, deal.packedTerms, post, facts] as const;
      await walletSender.send({ functionName: 'appeal', args });
      log.info({ dealId: deal.dealId }, 'appealed');
    });
  }

  /** The market's own refusal ends a step: the deal went on without us, and the feed will tell. */
  async function tolerate(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (err) {
      if (!(err instanceof CallRefusedError)) throw err;
      log.warn({ reason: err.problem.name }, err.message);
    }
  }
}

function isAppealable({ stage, case: facts }: DealRecord, now: number): boolean {
  return (
    stage === STAGE.Verdict1 &&
    facts !== undefined &&
    facts.firstVerdict === VERDICT.Overturned &&
    !facts.reseated &&
    now <= facts.deadline
  );
}

function ownTerms(env: ProviderEnv, { limits }: Deployment): OwnTerms {
  return {
    ...hardwareOf(),
    basePrice: env.BASE_PRICE,
    fuelPrice: env.FUEL_PRICE,
    fuelPerSecond: env.FUEL_PER_SECOND,
    minExecutionWindow: 5,
    maxReviewWindow: limits.maxReviewWindow,
    maxValue: env.DEPOSIT / 100n,
    concurrent: 4,
    total: 1_000_000,
  };
}
