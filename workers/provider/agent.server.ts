import { join } from 'node:path';
import pLimit from 'p-limit';
import { type Address, type Hex, isAddress } from 'viem';
import { z } from 'zod';
import { STAGE, VERDICT } from '../../lib/chain/deal-facts';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { Deployment } from '../../lib/chain/deployment';
import { ensureKeyFile, readKeyFile } from '../../lib/chain/key-file.server';
import { openMarket } from '../../lib/chain/market.server';
import { CallRefusedError, createSender } from '../../lib/chain/send-call.server';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { InfrastructureFault } from '../../lib/execution/infrastructure-fault';
import { runDeal } from '../../lib/execution/run-deal.service';
import { marketDomain } from '../../lib/offers/offer-types';
import { includesHex } from '../../lib/shared/address';
import { crashPoint } from '../runtime/crash-point';
import { openRunners } from '../runtime/open-runners.server';
import { loop, sleep, within } from '../runtime/retry';
import type { WorkerContext } from '../runtime/run-worker';
import { openStateFolder } from '../runtime/state-folder';
import { AgentControl } from './agent-state';
import { DealJournal } from './deal-journal';
import type { ProviderEnv } from './env';
import {
  findServedOffers,
  firstToName,
  publishOffer,
  renewTickets,
  type ServedOffer,
} from './keep-offers.service';
import { describeOptionsOf } from './machine/describe-machine.server';
import { readPrincipal } from './machine/principal.server';
import { tellMarket } from './machine/tell-market.server';
import { makeUpResult } from './make-up-result';
import { prepareAccount } from './own-account.service';
import { hasGas } from './own-gas.service';
import { ownOffer, ownTermsOf } from './own-offer.service';
import { type ServePorts, serveDeal } from './serve-deal.service';

const principalSchema = z.object({
  provider: z.string().refine((text): text is Address => isAddress(text, { strict: false })),
});

const LOCAL_CHAIN_ID = 31_337;
const POLL_MS = 500;
const OFFERS_MS = 5_000;
const PUBLISH_MS = 60_000;
/** Pause after a step that failed. */
const RETRY_MS = 1_500;
/** A job must be done this long before the last moment to post it. */
const MARGIN_MS = 2_000;

/** Runs an agent until the process is asked to stop. `isCheating` counts on local chains only. */
export async function startAgent(
  { env, log, signal }: WorkerContext<ProviderEnv>,
  deployment: Deployment,
  isCheating: () => Promise<boolean>,
): Promise<void> {
  const { chainId, market, limits } = deployment;
  const control = new AgentControl(() => Math.floor(Date.now() / 1_000));
  const access = await openMarket({ rpcUrl: env.RPC_URL, chainId, market });
  const operator = await ensureKeyFile(env.KEY_FILE);
  const wallet = env.WALLET_KEY_FILE ? await readKeyFile(env.WALLET_KEY_FILE) : undefined;
  const onBroadcast = (call: string) => crashPoint(`sent-${call}`);
  const sender = createSender({ access, account: operator, signal, onBroadcast });
  const walletSender = wallet && createSender({ access, account: wallet, signal });
  const state = await openStateFolder(env.STATE_DIR);
  const journal = new DealJournal(await openStateFolder(join(env.STATE_DIR, 'deals')));
  const fromBlock = BigInt(deployment.block);
  const feed = createDealFeed({ access, fromBlock, filter: { all: true }, forgetSettled: true });
  let chainTime = Number((await access.client.getBlock()).timestamp);
  let offers: readonly ServedOffer[] = [];

  const home = deployment.directories[0];
  if (!home) throw new Error('The deployment names no directory');
  const directory = new DirectoryClient({
    url: home.url,
    directory: home.address,
    domain: marketDomain(chainId, market),
    auth: { signer: operator },
  });
  const limit = pLimit(env.CONCURRENT);
  const runners = openRunners({ owner: env.STATE_DIR, signal });
  const lastMomentOf = ({ terms }: DealRecord) =>
    terms.matchedAt + terms.executionWindow + limits.grace;
  const leftMsOf = (deal: DealRecord) =>
    Math.max(1, (lastMomentOf(deal) - chainTime) * 1_000 - MARGIN_MS);
  const ports: ServePorts = {
    run: (deal) =>
      limit(() =>
        runDeal(
          deal,
          {
            content: (cid, abort) => directory.getContent(cid, within(leftMsOf(deal), abort)),
            runners,
          },
          { signal, wallLimitMs: leftMsOf(deal) },
        ),
      ),
    cheat: chainId === LOCAL_CHAIN_ID ? { isOn: isCheating, makeUp: makeUpResult } : undefined,
    directory,
    journal,
    now: () => chainTime,
    isStopping: () => signal.aborted,
    log,
    postResult: async (deal, item) => {
      const { dealId, packedTerms: terms, jobDirectories, resourceDirectories } = deal;
      await sender.send({
        functionName: 'postResult',
        args: [{ dealId, terms, ...item, jobDirectories, resourceDirectories }],
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
    const terms = ownTermsOf(env, deployment);
    const own = { wallet, operator: operator.address, deployment, terms, state, log };
    const publish = async () => {
      await publishOffer(env.API_URL, await ownOffer({ ...own, now: chainTime }));
    };
    void loop(publish, {
      what: 'publishing the offer',
      signal,
      log,
      everyMs: PUBLISH_MS,
      maxMs: 5_000,
    });
  } else {
    const link = `${env.API_URL}/provide?operator=${operator.address}`;
    log.info({ operator: operator.address, link }, 'waiting for an offer that names this agent');
    process.stdout.write(`\nAgent ${operator.address}\nOpen ${link} and sign its offer.\n\n`);
  }

  const faucet = chainId === LOCAL_CHAIN_ID ? `${env.API_URL}/api/v1/local/faucet` : undefined;
  const tickets = new Map<Hex, number>();
  let principal =
    wallet?.address ?? env.PROVIDER ?? (await state.read('principal', principalSchema))?.provider;

  async function ownOffers(): Promise<readonly ServedOffer[]> {
    const named = await findServedOffers(env.API_URL, operator.address, principal);
    const first = firstToName(named);
    if (principal || !first) return named;
    await state.write('principal', { provider: first });
    principal = first;
    const hint = 'offers of others that name this key are not served; PROVIDER=0x... changes it';
    log.info({ provider: first, hint }, 'serves this provider from now on');
    return named.filter(({ provider }) => includesHex([first], provider));
  }

  void loop(
    async () => {
      offers = await ownOffers();
      if (offers.length === 0 || control.read().state !== 'serving') return;
      if (!(await hasGas({ access, operator: operator.address, faucet, log }))) return;
      const now = chainTime;
      await renewTickets({ api: env.API_URL, deployment, operator, now }, offers, tickets, log);
    },
    { what: 'keeping offers', signal, log, everyMs: OFFERS_MS, maxMs: OFFERS_MS },
  );

  void tellMarket({
    agent: operator,
    port: control,
    describe: describeOptionsOf(env, deployment, runners),
    provider: async () => wallet?.address ?? env.PROVIDER ?? (await readPrincipal(env.STATE_DIR)),
    signal,
    log,
  }).catch((err: unknown) => {
    if (!signal.aborted) log.error({ err }, 'the market is no longer told of this machine');
  });

  const busy = new Set<Hex>();
  const faults = new Map<Hex, number>();
  const refusedAppeals = new Set<Hex>();
  const isOurs = ({ terms, resourceOfferHash }: DealRecord) =>
    (wallet !== undefined && includesHex([terms.provider], wallet.address)) ||
    offers.some(({ hash }) => includesHex([hash], resourceOfferHash));

  /** One step of a deal at a time; one that failed rests before the next try. */
  function inBackground(deal: DealRecord, what: string, action: () => Promise<void>): void {
    const { dealId } = deal;
    if (busy.has(dealId)) return;
    busy.add(dealId);
    void action()
      .catch(async (err: unknown) => {
        if (signal.aborted) return;
        if (err instanceof InfrastructureFault) faults.set(dealId, (faults.get(dealId) ?? 0) + 1);
        log.warn({ err, dealId }, `${what} failed, trying again`);
        await sleep(RETRY_MS, signal);
      })
      .finally(() => busy.delete(dealId));
  }

  /** The market's own refusal ends a step: the deal went on without us, and the feed will tell. */
  async function serve(deal: DealRecord): Promise<void> {
    try {
      await serveDeal(ports, deal, lastMomentOf(deal), faults.get(deal.dealId) ?? 0);
    } catch (err) {
      if (!(err instanceof CallRefusedError)) throw err;
      log.warn({ dealId: deal.dealId, reason: err.problem.name }, err.message);
      await sleep(RETRY_MS, signal);
    }
  }

  /** A verdict against a result that was really computed is taken to the second panel. */
  async function appealIfHonest(deal: DealRecord): Promise<void> {
    const { dealId, packedTerms, post, case: facts } = deal;
    const entry = await journal.read(dealId);
    if (!entry || entry.isMadeUp || !walletSender || !post || !facts) return;
    try {
      const args = [dealId, packedTerms, post, facts] as const;
      await walletSender.send({ functionName: 'appeal', args });
      log.info({ dealId }, 'appealed');
    } catch (err) {
      if (!(err instanceof CallRefusedError)) throw err;
      refusedAppeals.add(dealId);
      log.warn({ dealId, reason: err.problem.name }, err.message);
    }
  }

  await loop(
    async () => {
      const { head, changed } = await feed.poll();
      chainTime = head.timestamp;
      for (const deal of feed.deals().values()) {
        if (!isOurs(deal)) continue;
        if (deal.stage === STAGE.Matched && chainTime <= lastMomentOf(deal)) {
          inBackground(deal, 'serving', () => serve(deal));
        }
        const mayAppeal = walletSender && !refusedAppeals.has(deal.dealId);
        if (mayAppeal && isAppealable(deal, chainTime)) {
          inBackground(deal, 'appealing', () => appealIfHonest(deal));
        }
      }
      if (changed.some(({ stage }) => stage === STAGE.Settled)) {
        await journal.clean((dealId) => !feed.deals().has(dealId));
        for (const dealId of faults.keys()) if (!feed.deals().has(dealId)) faults.delete(dealId);
      }
    },
    { what: 'reading deals', signal, log, everyMs: POLL_MS, maxMs: 5_000 },
  );
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
