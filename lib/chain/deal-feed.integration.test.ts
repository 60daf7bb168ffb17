import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import { signJob, signResource } from '../../test/parity/offer-pool';
import { buyers, outsider, providers, solvers } from '../../test/parity/people';
import { openWorld, type World } from '../../test/parity/world';
import { buildMatch } from '../offers/match-item';
import { dealIdOf, jobOfferHashOf, resourceOfferHashOf } from '../offers/offer-hash';
import { STAGE } from './deal-facts';
import { createDealFeed, type DealFeed, type FeedFilter } from './deal-feed.server';

let market: TestMarket;
let world: World;
let start: Hex;

beforeAll(async () => {
  market = await startTestMarket();
  world = await openWorld(market);
});

beforeEach(async () => {
  start = await market.test.snapshot();
});

afterAll(() => market?.stop());

function feedOf(
  filter: FeedFilter,
  options: { safeDepth?: bigint; chunk?: bigint } = {},
): DealFeed {
  return createDealFeed({ access: market, fromBlock: market.block, filter, ...options });
}

const plan = {
  buyer: 0,
  kind: 'none',
  isSmallCourt: false,
  isPrivate: false,
  rate: 'least',
  isListed: false,
  hasBothDirectories: false,
  heldFor: 100_000,
  change: { penaltyRate: 1 },
} as const;

/** Starts an unverified deal; nonces tell one from another. */
async function matchOne(nonce: bigint, provider = 0): Promise<Hex> {
  const now = world.driver.clock;
  const job = await signJob(plan, nonce, world.domain, now);
  const offered = { provider, isAnyModule: false, hasTicket: false, hasBothDirectories: false };
  const resource = await signResource({ ...offered, change: {} }, nonce, world.domain, now);
  const sides = buildMatch({ job, resource, lane: 0, failed: [] });
  const args = [sides.resource, sides.job];
  const { error } = await world.driver.send(solvers[0]!, 'matchDeal', args);
  if (error) throw new Error(error);
  return dealIdOf({
    chainId: market.chainId,
    market: market.market,
    jobOfferHash: jobOfferHashOf(job.offer),
    resourceOfferHash: resourceOfferHashOf(resource.offer),
    attempt: 0,
  });
}

async function decline(dealId: Hex, provider = 0): Promise<void> {
  const terms = world.driver.record(dealId)?.packedTerms;
  const { error } = await world.driver.send(providers[provider]!, 'decline', [dealId, terms]);
  if (error) throw new Error(error);
}

describe('a deal feed', () => {
  it('folds deals as they go on, and tells only what changed', async () => {
    const feed = feedOf({ all: true }, { chunk: 7n });
    const first = await matchOne(1n);
    const { changed, head } = await feed.poll();
    expect(changed.map(({ dealId }) => dealId)).toEqual([first]);
    expect(head.timestamp).toBe(world.driver.clock);
    expect(feed.courts().size).toBe(2);
    expect([...feed.courts().values()][0]?.memberships.length).toBeGreaterThan(6);
    expect((await feed.poll()).changed).toEqual([]);
    const second = await matchOne(2n);
    await decline(first);
    const next = await feed.poll();
    expect(next.changed.map(({ dealId, stage }) => [dealId, stage])).toEqual([
      [first, STAGE.Settled],
      [second, STAGE.Matched],
    ]);
    expect(feed.deals().get(first)).toEqual(world.driver.record(first));
    await market.test.revert({ id: start });
    await world.driver.reset(true);
  });

  it('asks for the head alone while it stays, and for one thing more when a block follows', async () => {
    const asked: string[] = [];
    const client = new Proxy(market.client, {
      get(target, name, receiver) {
        if (name === 'getBlock' || name === 'getLogs') asked.push(name);
        return Reflect.get(target, name, receiver);
      },
    });
    const access = { ...market, client };
    const feed = createDealFeed({ access, fromBlock: market.block, filter: { all: true } });
    await feed.poll();
    const poll = async () => {
      asked.length = 0;
      await feed.poll();
      return asked;
    };
    expect(await poll()).toEqual(['getBlock']);
    await market.test.mine({ blocks: 1 });
    expect(await poll()).toEqual(['getBlock', 'getLogs']);
    expect(await poll()).toEqual(['getBlock']);
  });

  it('keeps the deals of one party, with every later event', async () => {
    const [mine, other] = [await matchOne(3n, 1), await matchOne(4n, 0)];
    const ofProvider = feedOf({ provider: providers[1]!.address });
    const ofBuyer = feedOf({ buyer: buyers[0]!.address });
    const ofNobody = feedOf({ buyer: outsider.address });
    await decline(mine, 1);
    await Promise.all([ofProvider.poll(), ofBuyer.poll(), ofNobody.poll()]);
    expect([...ofProvider.deals().keys()]).toEqual([mine]);
    expect(ofProvider.deals().get(mine)?.history).toHaveLength(2);
    expect([...ofBuyer.deals().keys()]).toEqual([mine, other]);
    expect(ofNobody.deals().size).toBe(0);
    await market.test.revert({ id: start });
    await world.driver.reset(true);
  });

  it.each([
    ['within the safe depth', 16n],
    ['deeper than the safe depth', 1n],
  ])('takes back what a reorg %s took back', async (_, safeDepth) => {
    const feed = feedOf({ all: true }, { safeDepth });
    const kept = await matchOne(5n);
    await feed.poll();
    const fork = await market.test.snapshot();
    const lost = await matchOne(6n);
    await decline(kept);
    await market.test.mine({ blocks: 3 });
    await feed.poll();
    expect(feed.deals().get(kept)?.stage).toBe(STAGE.Settled);
    await market.test.revert({ id: fork });
    const back = world.driver.record(kept, 1);
    await world.driver.reset(true);
    await market.test.mine({ blocks: 6 });
    const { changed, vanished } = await feed.poll();
    expect(vanished).toEqual([lost]);
    expect(changed).toEqual([back]);
    expect(feed.deals().get(kept)).toMatchObject({ stage: STAGE.Matched });
    await market.test.revert({ id: start });
    await world.driver.reset(true);
  });

  it('forgets settled deals when asked to, without calling them vanished', async () => {
    const feed = createDealFeed({
      access: market,
      fromBlock: market.block,
      filter: { all: true },
      safeDepth: 2n,
      forgetSettled: true,
    });
    const dealId = await matchOne(7n);
    await decline(dealId);
    expect((await feed.poll()).changed).toHaveLength(1);
    await market.test.mine({ blocks: 4 });
    expect(await feed.poll()).toMatchObject({ changed: [], vanished: [] });
    expect(feed.deals().size).toBe(0);
  });
});
