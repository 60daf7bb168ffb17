import type { Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { resourceOffer, testAddress, testHash } from '../../test/builders/offers';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import type { DealEvent } from '../chain/deal-event';
import { CAUSE, OUTCOME, packWork, SEAT_RECORD, STAGE } from '../chain/deal-facts';
import { foldDealEvents } from '../chain/deal-fold';
import { packTerms, stakesOf, type Terms } from '../chain/terms';
import { type DatabaseConnection, openDatabase } from '../db/database.server';
import { migrateDatabase } from '../db/migrate-database.server';
import { readDisputeStats } from '../disputes/dispute-stats.query';
import {
  countDisputes,
  type DisputeFilter,
  findDispute,
  listDisputes,
} from '../disputes/disputes.query';
import { listModuleUse } from '../modules/modules.query';
import { readMarketPrices } from '../offers/market-prices.query';
import { insertResourceOffer } from '../offers/offers.repo';
import { buyerLockOf, providerLockOf } from '../offers/price';
import { readEarnings } from '../providers/earnings.query';
import { readProviderHistory } from '../providers/provider-history.query';
import { findProvider, listProviders } from '../providers/providers.query';
import { type DealFilter, findDeal, listDeals } from './deals.query';
import { saveDealRecord } from './deals.repo';
import { listMachineRecords, readMachineRecord } from './machine-record.query';
import { readMarketStats } from './market-stats.query';
import { readUsualDeal } from './usual-deal.query';

const START = 1_700_000_000;

let postgres: TestPostgres;
let database: DatabaseConnection;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  for (let i = 1; i <= 12; i++) await saveDealRecord(database.db, dealOf(i));
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

/**
 * Deal i, matched at START + i: 1 to 4 accepted, 5 and 6 overturned (5 after a dispute, 6 after a
 * draw), 7 missed, the rest live. Even ones are of provider 0xa2.
 */
function dealOf(i: number) {
  const terms = dealTerms({
    matchedAt: START + i,
    provider: testAddress(i % 2 === 0 ? 0xa2 : 0xa1),
    jobNonce: BigInt(i),
  });
  const record = foldDealEvents(eventsOf(testHash(i), i, terms));
  if (!record) throw new Error('no events');
  return record;
}

function eventsOf(dealId: Hex, i: number, terms: Terms): DealEvent[] {
  const place = (after: number) => ({
    blockNumber: BigInt(i * 10 + after),
    blockHash: testHash(i),
    timestamp: terms.matchedAt + after,
    logIndex: 0,
    transactionHash: testHash(i),
  });
  const parties = { buyer: terms.buyer, provider: terms.provider };
  const packed = { dealId, ...parties, terms: packTerms(terms) };
  const post = {
    stage: STAGE.Posted,
    seal: testHash(5),
    fuelUsed: 4_000_000_000n,
    reviewEndsAt: START + 90,
    drawBlock: 12n,
    hasReceipt: true,
    secretShown: false,
  };
  const work = {
    moduleId: testHash(i <= 8 ? 0x11 : 0x22),
    inputsId: testHash(0x12),
    engine: testHash(0x13),
    cpuMilli: 1_000,
    memoryMiB: 256,
    storageMiB: 64,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    gpuModel: testHash(0),
  };
  const matched: DealEvent = {
    name: 'DealMatched',
    args: {
      ...packed,
      jobOfferHash: testHash(0x100 + i),
      resourceOfferHash: testHash(0xee),
      work: packWork(work),
      directory: testAddress(1),
      jobDirectories: [testAddress(1)],
      resourceDirectories: [],
    },
    place: place(0),
  };
  const stakes = stakesOf(terms);
  const locked = {
    buyer: buyerLockOf(stakes, terms.jobSolverFee),
    provider: providerLockOf(stakes, terms.resourceSolverFee),
  };
  const settle = (
    outcome: 1 | 2 | 5,
    price: bigint,
    buyer: bigint,
    provider: bigint,
  ): DealEvent => ({
    name: 'DealSettled',
    args: {
      dealId,
      outcome,
      price,
      payout: {
        toBuyer: locked.buyer + buyer,
        toProvider: locked.provider + provider,
        toSolver: 0n,
        toSeats: 0n,
        burned: 0n,
      },
      jobFree: outcome === OUTCOME.Missed,
    },
    place: place(60),
  });
  const posted: DealEvent = { name: 'ResultPosted', args: { dealId, post }, place: place(10) };
  const opened: DealEvent = {
    name: 'CaseOpened',
    args: {
      dealId,
      cause: i === 5 ? CAUSE.Dispute : CAUSE.PublicDraw,
      seedBlock: 0n,
      seed: testHash(7),
      deadline: START + 200,
      secretShown: false,
    },
    place: place(i === 5 ? 40 : 20),
  };
  const seated: DealEvent = {
    name: 'PanelSeated',
    args: { dealId, seed: testHash(7), deadline: START + 200, panel: [testAddress(0xabc)] },
    place: place(45),
  };
  if (i <= 4) return [matched, posted, settle(OUTCOME.Accepted, 9_000n, -9_000n, 9_000n)];
  if (i === 5) {
    const overturned = settle(OUTCOME.Overturned, 9_000n, 9_000n + stakes.value, -locked.provider);
    return [matched, posted, opened, seated, overturned];
  }
  if (i === 6) {
    const overturned = settle(OUTCOME.Overturned, 9_000n, 9_000n, -locked.provider);
    return [matched, posted, opened, seated, overturned];
  }
  if (i === 7) return [matched, settle(OUTCOME.Missed, 0n, 2_200n, -2_200n)];
  return i % 2 === 0 ? [matched, posted] : [matched];
}

const idsOf = (items: readonly { dealId: Hex }[]) => items.map(({ dealId }) => Number(dealId));

async function numbers(filter: DealFilter) {
  return idsOf((await listDeals(database.db, filter, { limit: 50 })).items);
}

describe('deals', () => {
  it('pages through all deals, newest first, each once', async () => {
    const seen: number[] = [];
    let after: Parameters<typeof listDeals>[2]['after'];
    do {
      const page = await listDeals(database.db, {}, { limit: 5, after });
      seen.push(...idsOf(page.items));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('filters by who, what and how it stands', async () => {
    expect(await numbers({ provider: testAddress(0xa2), isLive: true })).toEqual([12, 10, 8]);
    expect(await numbers({ party: dealTerms().buyer, outcome: 'Missed' })).toEqual([7]);
    // A search for an address, alone or within the deals of another party.
    const { buyer, provider } = dealTerms();
    expect(await numbers({ searched: provider, outcome: 'Missed' })).toEqual([7]);
    expect(await numbers({ party: buyer, searched: provider, outcome: 'Missed' })).toEqual([7]);
    expect(await numbers({ party: buyer, searched: testAddress(0x99) })).toEqual([]);
    expect(await numbers({ moduleId: testHash(0x22), stage: 'Posted' })).toEqual([12, 10]);
    expect(await numbers({ seat: testAddress(0xabc) })).toEqual([6, 5]);
    expect(await numbers({ seat: testAddress(0xabd) })).toEqual([]);
    expect(await numbers({ isLive: false, idPrefix: '0x0000' })).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await numbers({ idPrefix: '0x%' })).toEqual([]);
    expect(await numbers({ jobOfferHash: testHash(0x103) })).toEqual([3]);
  });

  it('says what a deal left its parties with', async () => {
    const deal = await findDeal(database.db, testHash(5));
    const { value } = stakesOf(dealTerms());
    expect(deal).toMatchObject({ value, buyerNet: 9_000n, attempts: [testHash(5)] });
    expect(deal?.providerNet).toBe(-providerLockOf(stakesOf(dealTerms()), 50n));
    expect(deal?.record).toEqual(dealOf(5));
    expect(await findDeal(database.db, testHash(99))).toBeUndefined();
  });
});

describe('disputes', () => {
  it('lists every deal that went before a panel, the newest case first', async () => {
    const page = async (kind?: 'audit' | 'dispute') =>
      idsOf((await listDisputes(database.db, { kind }, { limit: 1 })).items);
    expect([await page(), await page('audit'), await page('dispute')]).toEqual([[5], [6], [5]]);
    const first = await listDisputes(database.db, {}, { limit: 1 });
    const after = first.next ?? undefined;
    const second = await listDisputes(database.db, {}, { limit: 1, after });
    expect([idsOf(second.items), second.next]).toEqual([[6], null]);
    expect((await findDispute(database.db, testHash(5)))?.court).toBeNull();
    expect(await findDispute(database.db, testHash(1))).toBeUndefined();
  });
});

describe('disputes of somebody', () => {
  const numbersOf = async (filter: DisputeFilter) =>
    idsOf((await listDisputes(database.db, filter, { limit: 9 })).items);

  it('are those of its deals and its seats', async () => {
    expect(await numbersOf({ who: testAddress(0xabc) })).toEqual([5, 6]);
    expect(await numbersOf({ who: testAddress(0xa2) })).toEqual([6]);
    expect(await numbersOf({ who: testAddress(0xabd) })).toEqual([]);
    expect(await numbersOf({ court: dealTerms().court })).toEqual([5, 6]);
    expect(await numbersOf({ court: testHash(0xc2) })).toEqual([]);
    expect(await countDisputes(database.db, {})).toBe(2);
    expect(await countDisputes(database.db, { who: testAddress(0xa2), kind: 'audit' })).toBe(1);
    const { items } = await listDisputes(database.db, {}, { limit: 1 });
    expect(items[0]).toMatchObject({ committed: 0 });
  });

  it('come to figures of the market', async () => {
    const lock = providerLockOf(stakesOf(dealTerms()), 50n);
    expect(await readDisputeStats(database.db)).toEqual({
      results: 9,
      audits: 1,
      disputes: 1,
      open: 0,
      upheld: 0,
      overturned: 2,
      medianSeconds: 30,
      providerFines: 2n * lock,
      seatFines: 0n,
    });
  });

  it('add up what mediators lost', async () => {
    const record = dealOf(5);
    const seat = { record: SEAT_RECORD.Outvoted, fee: 0n };
    const seats = [
      { ...seat, mediator: testAddress(0xb1), slashed: 700n },
      { ...seat, mediator: testAddress(0xb2), slashed: 300n },
    ];
    await saveDealRecord(database.db, { ...record, seats });
    expect(await readDisputeStats(database.db)).toMatchObject({ overturned: 2, seatFines: 1_000n });
    await saveDealRecord(database.db, record);
    expect(await readDisputeStats(database.db)).toMatchObject({ seatFines: 0n });
  });
});

describe('figures', () => {
  it('counts the market', async () => {
    expect(await readMarketStats(database.db, START + 100)).toEqual({
      deals: 12,
      dealsToday: 12,
      liveDeals: 5,
      medianMatchSeconds: undefined,
      medianResultSeconds: 10,
      audits: 1,
      auditsOverturned: 1,
      disputes: 1,
      overturned: 1,
      upheld: 0,
      results: 9,
    });
  });

  it('keeps a record of every provider', async () => {
    const providers = await listProviders(database.db, START + 100);
    expect(providers.map(({ address, deals }) => [Number(address), deals])).toEqual([
      [0xa1, 6],
      [0xa2, 6],
    ]);
    const lock = providerLockOf(stakesOf(dealTerms()), 50n);
    expect(await findProvider(database.db, testAddress(0xa1), START + 100)).toMatchObject({
      accepted: 2,
      missed: 1,
      overturned: 1,
      live: 2,
      medianResultSeconds: 10,
      net: 18_000n - 2_200n - lock,
      atRisk: 2n * lock,
      lastDealAt: START + 11,
    });
  });

  it('tells what became of a provider’s deals, day by day and failure by failure', async () => {
    const lock = providerLockOf(stakesOf(dealTerms()), 50n);
    const read = (now: number) => readProviderHistory(database.db, testAddress(0xa1), now);
    const { earnings, record, failures, observedFuelPerSecond } = await read(START + 100);
    const today = Math.floor(START / 86_400) * 86_400;
    expect(earnings).toHaveLength(30);
    expect(earnings.slice(-2)).toEqual([
      { day: today - 86_400, deals: 0, earned: 0n, lost: 0n },
      { day: today, deals: 4, earned: 18_000n, lost: 2_200n + lock },
    ]);
    expect(record).toMatchObject({ posted: 3, audits: 0, disputes: 1, disputesOverturned: 1 });
    expect(failures).toMatchObject([
      { dealId: testHash(7), outcome: 'Missed', cause: null, net: -2_200n },
      { dealId: testHash(5), outcome: 'Overturned', cause: 'Dispute', net: -lock },
    ]);
    expect(observedFuelPerSecond).toBe(400_000_000n);
    const later = await read(START + 40 * 86_400);
    expect(later.earnings.some(({ deals }) => deals > 0)).toBe(false);
    const nobody = await readProviderHistory(database.db, testAddress(0xff), START);
    expect(nobody).toMatchObject({ failures: [], observedFuelPerSecond: null });
  });

  it('counts the use of modules', async () => {
    expect(await listModuleUse(database.db)).toEqual([
      {
        moduleId: testHash(0x11),
        deals: 8,
        medianResultSeconds: 10,
        medianPrice: 9_000n,
        lastDealAt: START + 8,
      },
      {
        moduleId: testHash(0x22),
        deals: 4,
        medianResultSeconds: 10,
        medianPrice: null,
        lastDealAt: START + 12,
      },
    ]);
  });
});

describe('a machine', () => {
  const provider = testAddress(0xa1);
  const agent = testAddress(0xe1);

  beforeAll(async () => {
    const lists = { engines: [], modules: undefined, courts: [], directories: [] };
    const offer = resourceOffer({ provider, ticketKey: agent });
    await insertResourceOffer(database.db, testHash(0xee), { offer, signature: '0x', lists });
  });

  it('has the deals of the offers that its key keeps live', async () => {
    expect(await numbers({ provider, agent })).toEqual([11, 9, 7, 5, 3, 1]);
    expect(await numbers({ provider, agent: testAddress(0xe2) })).toEqual([]);
  });

  it('earned what they left, by the hour and in all', async () => {
    const lock = providerLockOf(stakesOf(dealTerms()), 50n);
    const hour = Math.floor(START / 3_600) * 3_600;
    const bars = await readEarnings(database.db, { provider, agent }, START + 100, '24h');
    expect(bars).toHaveLength(24);
    expect(bars.at(-1)).toEqual({ start: hour, deals: 4, earned: 18_000n, lost: 2_200n + lock });
    const other = { provider, agent: testAddress(0xe2) };
    expect(await readMachineRecord(database.db, other, START)).toMatchObject({ deals: 0, net: 0n });
    const whole = await readMachineRecord(database.db, { provider, agent }, START + 100);
    expect(await listMachineRecords(database.db, provider, START + 100)).toEqual([
      { agent: agent.toLowerCase(), ...whole },
    ]);
    expect(whole).toEqual({
      deals: 6,
      live: 2,
      paid: 2,
      net: 18_000n - 2_200n - lock,
      netLastDay: 18_000n - 2_200n - lock,
    });
  });

  it('is priced by what others ask and what deals are like', async () => {
    const asked = { p10: 1_000n, median: 1_000n, p90: 1_000n };
    const prices = await readMarketPrices(database.db, START, { hasGpu: false });
    expect(prices).toMatchObject({ offers: 1, providers: 1, basePrice: asked });
    const none = await readMarketPrices(database.db, START, { hasGpu: true });
    expect(none).toEqual({ offers: 0, providers: 0, basePrice: null, fuelPrice: null });
    expect(await readUsualDeal(database.db)).toMatchObject({
      deals: 6,
      fuel: 4_000_000_000n,
      lockedSeconds: 60,
      panelSeconds: 0,
      theta: dealTerms().theta,
      n: dealTerms().n,
    });
  });
});
