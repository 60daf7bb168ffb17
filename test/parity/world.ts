import { type Address, type Hex, maxUint256 } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { commitReplayOf } from '../../lib/chain/commit-replay';
import { NO_CASE, type Post } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { isSettled } from '../../lib/deals/deal-state';
import { type MarketDomain, marketDomain } from '../../lib/offers/offer-types';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import type { TestMarket } from '../builders/test-market';
import { ChainDriver } from './chain-driver';
import { MarketModel, type Moment } from './market-model';
import { courts, type SignedJob, type SignedResource } from './offer-pool';
import { buyers, everybody, mediators, outsider, providers } from './people';

/** The real market and the model of it, side by side. */
export type World = {
  readonly market: TestMarket;
  readonly driver: ChainDriver;
  model: MarketModel;
  readonly domain: MarketDomain;
  jobs: readonly SignedJob[];
  resources: readonly SignedResource[];
};

const RICH = 20_000_000n;

/** What everybody starts with: deposits, stakes. Some have too little for everything. */
const funds: readonly (readonly [PrivateKeyAccount, bigint, bigint])[] = [
  [buyers[0]!, RICH, 0n],
  [buyers[1]!, 150_000n, 0n],
  [providers[0]!, RICH, 0n],
  [providers[1]!, 700_000n, 0n],
  [providers[2]!, RICH, 400_000n],
  ...mediators.slice(0, 5).map((account) => [account, 2_000_000n, 2_000_000n] as const),
  ...mediators.slice(5, 10).map((account) => [account, 130_000n, 120_000n] as const),
  [mediators[10]!, 100_000n, 90_000n],
  [mediators[11]!, 1_000n, 0n],
  [outsider, 5_000n, 0n],
];

/** Deploys nothing: funds the people of a fresh market, founds and joins the courts. */
export async function openWorld(market: TestMarket): Promise<World> {
  const driver = new ChainDriver(market);
  await driver.fundGas();
  await driver.reset(true);
  const domain = marketDomain(market.chainId, market.market);
  const model = new MarketModel(market.config, market.chainId, market.market);
  const world: World = { market, driver, model, domain, jobs: [], resources: [] };
  const must = async (account: PrivateKeyAccount, name: string, args: readonly unknown[]) => {
    const outcome = await driver.send(account, name, args);
    if (outcome.error) throw new Error(`${name}: ${outcome.error}`);
    return outcome;
  };
  for (const account of everybody) {
    const tokens = [account.address, 1_000_000_000n];
    await driver.sendTo(account, market.token, testTokenAbi, 'faucet', tokens);
    const allowance = [market.market, maxUint256];
    await driver.sendTo(account, market.token, testTokenAbi, 'approve', allowance);
  }
  for (const [account, deposit, stake] of funds) {
    await must(account, 'deposit', [deposit]);
    model.deposit(account.address, deposit);
    if (stake === 0n) continue;
    await must(account, 'stake', [stake]);
    model.addStake(account.address, stake);
  }
  for (const court of courts) {
    const { members, engines, directories, terms } = court;
    const founded = await must(outsider, 'foundCourt', [members, engines, directories, terms]);
    model.foundCourt(court, founded.now);
    for (const member of members) {
      const account = everybody.find(({ address }) => address === member);
      if (!account) throw new Error(`No key of member ${member}`);
      const joined = await must(account, 'joinCourt', [members, terms]);
      model.joinCourt(court.id, member, joined.now);
    }
  }
  return world;
}

/** A model in the state that openWorld left the market in. */
export function copyModel(world: World, from: MarketModel): MarketModel {
  const { config, chainId, market } = world.market;
  const model = new MarketModel(config, chainId, market);
  for (const [who, account] of from.accounts) model.accounts.set(who, { ...account });
  for (const [who, stake] of from.stakes) model.stakes.set(who, { ...stake });
  for (const [id, court] of from.courts) model.courts.set(id, court);
  return model;
}

/** The moment of a call in the block that the driver will make next. */
export function nextMoment({ driver }: World, caller: Address): Moment {
  const blockNumber = driver.height + 1n;
  return {
    caller,
    now: driver.clock + 1,
    blockNumber,
    blockHash: driver.hashSeenFrom(blockNumber),
  };
}

export function liveDeals({ model }: World): Hex[] {
  return [...model.deals.values()].filter((facts) => !isSettled(facts)).map(({ dealId }) => dealId);
}

/** What a call replays where the deal has no post or case yet. */
const emptyPost: Post = {
  stage: 0,
  seal: ZERO_BYTES32,
  fuelUsed: 0n,
  reviewEndsAt: 0,
  drawBlock: 0n,
  hasReceipt: false,
  secretShown: false,
};

export function replayOf(record: DealRecord) {
  return {
    dealId: record.dealId,
    terms: record.packedTerms,
    post: record.post ?? emptyPost,
    case_: record.case ?? NO_CASE,
    commits: record.case ? commitReplayOf(record) : [],
  };
}
