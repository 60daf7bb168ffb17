import pLimit from 'p-limit';
import type { Hex } from 'viem';
import { z } from 'zod';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { openMarket } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { CallRefusedError, createSender } from '../../lib/chain/send-call.server';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { httpUrl, path, wholeNumber } from '../../lib/env/fields';
import { resultFilesOf } from '../../lib/execution/result-files';
import { runDeal } from '../../lib/execution/run-deal.service';
import { runJob } from '../../lib/execution/run-job.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { readKeyFolder } from '../runtime/key-file';
import { loop, retry } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { openPanelOf } from './due-seats';
import { joinCourts } from './join-court.service';
import {
  type Found,
  type PanelPorts,
  resolvePanel,
  searchEndOf,
  servePanel,
} from './serve-panel.service';

const POLL_MS = 500;

const schema = z.object({
  /** Folder of *.key files: one a member. */
  KEYS_DIR: path,
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
});

/** Serves as every member whose key it holds: joins, re-executes, commits, resolves. */
void runWorker('mediator', schema, async ({ env, log, signal }) => {
  const deployment = await readDeployment(env.DEPLOYMENT_FILE);
  const { chainId, market } = deployment;
  const access = await openMarket({ rpcUrl: env.RPC_URL, chainId, market });
  const members = await readKeyFolder(env.KEYS_DIR);
  const senders = new Map(
    members.map((account) => [account.address, createSender({ access, account, signal })]),
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
    members.map((member) =>
      retry(
        () =>
          joinCourts({
            access,
            deployment,
            member,
            sender: senderOf(member.address),
            stake: env.STAKE,
            log,
          }),
        { what: 'joining', signal, log, tries: 10, minMs: 1_000 },
      ),
    ),
  );
  log.info({ members: members.length }, 'ready');

  const feed = createDealFeed({
    access,
    fromBlock: BigInt(deployment.block),
    filter: { all: true },
    forgetSettled: true,
  });
  let chainTime = 0;
  const ports: PanelPorts = {
    members,
    run: (deal, seat) => {
      const reader = directory.as({ signer: seat });
      return runDeal(
        deal,
        { content: (cid, abort) => reader.getContent(cid, abort), runJob },
        { signal },
      );
    },
    handIn: async (deal, seat, run) => {
      const own = directory.as({ signer: seat });
      const { cid } = await own.putContent(resultFilesOf(run.execution));
      await own.handInSeatResult({ dealId: deal.dealId, cid, party: seat.address });
    },
    commit: async (deal, seat, seal) => {
      const { dealId, packedTerms, post, case: facts } = deal;
      if (!post || !facts) return;
      const args = [dealId, packedTerms, post, facts, seat.address, seal] as const;
      await senderOf(seat.address).send({ functionName: 'commitVerdict', args });
      log.info({ dealId, seat: seat.address }, 'committed');
    },
    resolve: async (deal, seat, { resultDigest, fuelUsed }) => {
      const { dealId, packedTerms, post, case: facts } = deal;
      if (!post || !facts) return false;
      try {
        const args = [dealId, packedTerms, post, facts, resultDigest, fuelUsed] as const;
        await senderOf(seat.address).send({ functionName: 'resolve', args });
        log.info({ dealId }, 'resolved');
        return true;
      } catch (err) {
        if (!(err instanceof CallRefusedError)) throw err;
        log.info({ dealId, reason: err.problem.name }, 'not resolved');
        return false;
      }
    },
    now: async () => chainTime,
    log,
  };

  const limit = pLimit(env.CONCURRENT);
  const busy = new Set<Hex>();
  const found = new Map<Hex, Found>();

  async function serve(deal: DealRecord): Promise<void> {
    const { case: facts } = deal;
    if (!facts) return;
    const seatedAt = deal.history.findLast(({ name }) => name === 'PanelSeated')?.timestamp ?? 0;
    const searchUntil = searchEndOf(seatedAt, facts.deadline);
    const answer = await servePanel(ports, deal, found.get(deal.dealId), searchUntil);
    if (!answer) return;
    found.set(deal.dealId, answer);
    await resolvePanel(ports, deal, answer);
  }

  await loop(
    async () => {
      const { head } = await feed.poll();
      chainTime = head.timestamp;
      for (const dealId of found.keys()) if (!feed.deals().has(dealId)) found.delete(dealId);
      for (const deal of feed.deals().values()) {
        if (openPanelOf(deal).length === 0 || busy.has(deal.dealId)) continue;
        busy.add(deal.dealId);
        void limit(() => serve(deal))
          .catch((err: unknown) => {
            if (signal.aborted) return;
            log.warn({ err, dealId: deal.dealId }, 'a seat could not act, trying again');
          })
          .finally(() => busy.delete(deal.dealId));
      }
    },
    { what: 'reading deals', signal, log, everyMs: POLL_MS, maxMs: 5_000 },
  );
});
