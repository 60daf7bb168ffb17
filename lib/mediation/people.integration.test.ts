import type { Address, Hex, PrivateKeyAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobOffer, testEngine, testHash } from '../../test/builders/offers';
import { type MirroredMarket, startMirroredMarket } from '../../test/directory/mirrored-market';
import { LOCAL_LIMITS } from '../../workers/deploy/deploy-market';
import { commitReplayOf } from '../chain/commit-replay';
import { OUTCOME, SEAT_RECORD } from '../chain/deal-facts';
import { marketAbi } from '../chain/generated/market-abi';
import { marketProblemOf } from '../chain/market-error.view';
import { listMovements } from '../deals/money-movements.query';
import { sealOf } from '../execution/result-digest';
import { findCourt } from '../offers/courts.query';
import { longestDeal } from '../offers/deal-windows';
import { draftCourt, foundingOf } from '../offers/draft-court';
import { inputReceiptTypes } from '../offers/typed-data';
import { sameHex } from '../shared/address';
import { accountLocks } from './account-locks.view';
import { readCourtRecord } from './court-record.query';
import { listLiveDealsOf } from './live-deals.query';
import { listSeats } from './mediator-seats.query';
import { findMediators, listMediators } from './mediators.query';

/** What pages tell of people, beside what the real market says of them. */

const FUEL = 1_000_000n;
const directory = privateKeyToAccount(generatePrivateKey());
let market: MirroredMarket['market'];
let mirror: MirroredMarket;
let database: MirroredMarket['database'];

beforeAll(async () => {
  mirror = await startMirroredMarket(directory.address);
  ({ market, database } = mirror);
});
afterAll(() => mirror?.stop());

const index = () => mirror.index(100n);

const stakeOf = (mediator: Address) =>
  market.client.readContract({
    address: market.market,
    abi: marketAbi,
    functionName: 'stakes',
    args: [mediator],
  });

const accountOf = (who: Address) =>
  market.client.readContract({
    address: market.market,
    abi: marketAbi,
    functionName: 'accounts',
    args: [who],
  });

async function refusal(call: Promise<void>): Promise<string | undefined> {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  return marketProblemOf(error)?.name;
}

async function matchedDeal(salt: number) {
  const [moduleId, inputsId] = [testHash(0x21), testHash(salt)];
  const { timestamp } = await market.client.getBlock({ blockTag: 'latest' });
  const heldUntil = Number(timestamp) + longestDeal(jobOffer(), LOCAL_LIMITS) + 600;
  const message = { buyer: market.buyer.address, moduleId, inputsId, heldUntil };
  const signature = await directory.signTypedData({
    domain: market.domain,
    types: inputReceiptTypes,
    primaryType: 'InputReceipt',
    message,
  });
  return market.match({ ...message, directory: directory.address, signature });
}

const memberOf = (address: Address): PrivateKeyAccount => {
  const found = market.mediators.find((mediator) => sameHex(mediator.address, address));
  if (!found) throw new Error(`${address} is no mediator here`);
  return found;
};

/**
 * A deal with a panel that stays away: a second one of three finds another result than the provider
 * posted, two seats against one. Answers who was who.
 */
async function overturnedDeal(salt: number) {
  const { dealId, packedTerms } = await matchedDeal(salt);
  const none = { directory: `0x${'0'.repeat(40)}` as Address, heldUntil: 0 };
  const lists = { receiptSignature: '0x' as Hex, jobDirectories: [], resourceDirectories: [] };
  const post = { dealId, terms: packedTerms, seal: testHash(0x5ea1), fuelUsed: FUEL };
  await market.send(market.provider, 'postResult', [{ ...post, ...none, ...lists } as never]);
  const first = await market.disputeAndSeat(dealId);
  const absent = first.case?.firstPanel[0] as Address;
  await market.pass((first.case?.deadline ?? 0) - first.terms.matchedAt + LOCAL_LIMITS.grace + 2);
  const late = await market.readDeal(dealId);
  const facts = (deal: typeof late) => [dealId, deal.packedTerms, deal.post, deal.case] as const;
  await market.send(market.deployer, 'reseat', facts(late) as never);
  await market.test.mine({ blocks: 3 });
  const { members, terms } = market.court;
  const waiting = await market.readDeal(dealId);
  await market.send(market.deployer, 'seat', [...facts(waiting), members, terms] as never);
  const seated = await market.readDeal(dealId);
  const panel = seated.case?.secondPanel ?? [];
  for (const [place, mediator] of panel.entries()) {
    const digest = testHash(place === 0 ? 0xbad : 0x600d);
    const seal = sealOf(dealId, mediator, digest, FUEL);
    const call = [...facts(seated), mediator, seal] as never;
    await market.send(memberOf(mediator), 'commitVerdict', call);
  }
  const commits = commitReplayOf(await market.readDeal(dealId));
  const result = [testHash(0x600d), FUEL] as const;
  await market.send(market.deployer, 'resolve', [...facts(seated), commits, ...result] as never);
  const judged = await market.readDeal(dealId);
  await market.send(market.deployer, 'settle', [...facts(judged), commits] as never);
  await index();
  const settled = await market.readDeal(dealId);
  expect(settled.outcome).toBe(OUTCOME.Overturned);
  return { dealId, absent, outvoted: panel[0] as Address, right: panel.slice(1) };
}

describe('courts', () => {
  it('are founded as drafted, and members join, leave and come back after the unbonding time', async () => {
    const [one, two] = market.mediators as [PrivateKeyAccount, PrivateKeyAccount];
    const court = draftCourt({
      members: [one.address, two.address].map((address) => address.toLowerCase()),
      directories: [directory.address],
      engines: [{ engine: testEngine, class_: 1 }],
      cpuMilli: 4_000,
      memoryMiB: 1_024,
      storageMiB: 64,
      gpuCount: 0,
      gpuMemoryMiB: 0,
      maxFuel: 1_000_000_000_000n,
      maxExecutionWindow: 300,
      minSeatFee: 700n,
    });
    await market.send(market.buyer, 'foundCourt', foundingOf(court) as never);
    await index();
    const { memberships, foundedAt, joined, deals, ...facts } =
      (await findCourt(database.db, court.id)) ?? ({} as never);
    const members = court.members.map((member) => member.toLowerCase());
    expect(facts).toEqual({ ...court, members });
    expect(memberships.map(({ joinedAt }) => joinedAt)).toEqual([null, null]);
    expect(await refusal(market.send(market.buyer, 'foundCourt', foundingOf(court) as never))).toBe(
      'Market_CourtExists',
    );

    const join = [court.members, court.terms] as const;
    expect(await refusal(market.send(market.buyer, 'joinCourt', join))).toBe('Market_NotMember');
    await market.send(one, 'joinCourt', join);
    await index();
    expect(await findCourt(database.db, court.id)).toMatchObject({ joined: 1 });
    const [serving] = await findMediators(database.db, [one.address]);
    expect(serving?.courts).toContain(court.id);

    await market.send(one, 'leaveCourt', [court.id]);
    await index();
    expect(await findCourt(database.db, court.id)).toMatchObject({ joined: 0 });
    expect(await refusal(market.send(one, 'joinCourt', join))).toBe('Market_RejoinTooEarly');
    await market.pass(LOCAL_LIMITS.unbondingTime + 1);
    await market.send(one, 'joinCourt', join);
    await index();
    expect(await findCourt(database.db, court.id)).toMatchObject({ joined: 1 });
  });
});

describe('mediators', () => {
  it('have a record of every seat, and the stake that the market says', async () => {
    const { dealId, absent, outvoted, right } = await overturnedDeal(0x31);
    const { items, next } = await listSeats(database.db, outvoted, { limit: 10 });
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { dealId, panel: 2, cause: 'NoReceipt', outcome: 'Overturned', record: SEAT_RECORD.Outvoted },
    ]);
    const seat = items[0];
    expect(seat?.committedAt).toBeGreaterThanOrEqual(seat?.seatedAt ?? Number.POSITIVE_INFINITY);
    expect(seat?.slashed).toBeGreaterThan(0n);
    const [away] = (await listSeats(database.db, absent, { limit: 10 })).items;
    expect(away).toMatchObject({ panel: 1, committedAt: null, record: SEAT_RECORD.Absent });

    const [who, lost, missing] = await findMediators(database.db, [
      right[0] as Address,
      outvoted,
      absent,
    ]);
    expect(who).toMatchObject({ seats: 1, live: 0, matched: 1, outvoted: 0, slashed: 0n });
    expect(who?.fees).toBeGreaterThan(0n);
    expect(lost).toMatchObject({ matched: 0, outvoted: 1, absent: 0, fees: 0n });
    expect(missing).toMatchObject({ absent: 1, outvoted: 0, medianDelaySeconds: null });
    for (const { address, stake } of await listMediators(database.db, 10)) {
      const { free, seated } = await stakeOf(address);
      expect([address, stake]).toEqual([address, free + seated]);
    }
    expect(await readCourtRecord(database.db, market.court.id)).toMatchObject({
      deals: 1,
      cases: 1,
      live: 0,
      overturned: 1,
    });
  });

  it('and everybody else have money that comes to what the market says, event by event', async () => {
    const { dealId } = await matchedDeal(0x41);
    await index();
    const everybody = [market.buyer, market.provider, market.deployer, ...market.mediators];
    for (const { address } of everybody) {
      const { items, next } = await listMovements(database.db, address, { limit: 1_000 });
      expect(next).toBeNull();
      const sum = (what: 'available' | 'locked' | 'stake') =>
        items.reduce((total, movement) => total + movement[what], 0n);
      const [account, stake] = await Promise.all([accountOf(address), stakeOf(address)]);
      expect([address, sum('available'), sum('locked'), sum('stake')]).toEqual([
        address,
        account.available,
        account.locked,
        stake.free + stake.seated,
      ]);
      const records = await listLiveDealsOf(database.db, address, 10);
      const locks = accountLocks(records, address, 0, { ...LOCAL_LIMITS, tokenSymbol: 'tUSD' });
      expect(locks.reduce((total, { amount }) => total + amount, 0n)).toBe(account.locked);
      expect(locks.map((lock) => lock.dealId)).toEqual(account.locked > 0n ? [dealId] : []);
    }
    const { items } = await listMovements(database.db, market.buyer.address, { limit: 1_000 });
    const paged: typeof items = [];
    let after: Parameters<typeof listMovements>[2]['after'];
    do {
      const page = await listMovements(database.db, market.buyer.address, { limit: 2, after });
      paged.push(...page.items);
      after = page.next ?? undefined;
    } while (after);
    expect(paged).toEqual(items);
    expect(items.map(({ kind }) => kind).sort()).toEqual([
      'deposited',
      'matched',
      'matched',
      'settled',
    ]);
  });

  it('page through their seats, the newest first, each once', async () => {
    await overturnedDeal(0x32);
    const seen = new Map<string, number>();
    for (const { address } of market.mediators) {
      const first = await listSeats(database.db, address, { limit: 1 });
      const after = first.next ?? undefined;
      const rest = after ? (await listSeats(database.db, address, { limit: 5, after })).items : [];
      for (const { dealId } of [...first.items, ...rest]) {
        seen.set(dealId, (seen.get(dealId) ?? 0) + 1);
      }
    }
    expect([...seen.values()]).toEqual([4, 4]);
  });

  it('get stake back after the unbonding time', async () => {
    const [mediator] = market.mediators as [PrivateKeyAccount];
    const before = (await findMediators(database.db, [mediator.address]))[0];
    await market.send(mediator, 'unstake', [1_000n]);
    await index();
    const asked = (await findMediators(database.db, [mediator.address]))[0];
    const { releaseAt } = await stakeOf(mediator.address);
    expect(asked).toMatchObject({ stake: before?.stake, unbonding: 1_000n, releaseAt });
    expect(await refusal(market.send(mediator, 'withdrawStake', []))).toBe('Market_StakeBonded');
    await market.pass(LOCAL_LIMITS.unbondingTime + 1);
    await market.send(mediator, 'withdrawStake', []);
    await index();
    expect((await findMediators(database.db, [mediator.address]))[0]).toMatchObject({
      stake: (before?.stake ?? 0n) - 1_000n,
      unbonding: 0n,
      releaseAt: null,
    });
  });
});
