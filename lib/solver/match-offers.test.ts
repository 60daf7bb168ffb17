import type { Address, Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  courtTerms,
  jobOffer,
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
  testHash,
} from '../../test/builders/offers';
import { testConfig } from '../../test/builders/test-config';
import type { CourtRecord } from '../chain/court-fold';
import { jobOfferHashOf, resourceOfferHashOf } from '../offers/offer-hash';
import { type JobOffer, type ResourceOffer, VERIFICATION } from '../offers/offer-types';
import { ZERO_BYTES32 } from '../shared/address';
import {
  balanceReasons,
  type MatchFacts,
  type OpenJob,
  type OpenResource,
  reasonsAgainst,
} from './feasibility';
import { keyOf, matchOffers } from './match-offers';

const now = 1_700_000_000;
const solver = testAddress(0x50);
const members = Array.from({ length: 8 }, (_, index) => testAddress(0x70 + index));
const court: CourtRecord = {
  id: testHash(0xc1),
  members,
  engines: [{ engine: testEngine, class_: VERIFICATION.A }],
  directories: [testDirectory],
  terms: courtTerms(),
  foundedAt: 1,
  memberships: members.map((member) => ({ member, joinedAt: 10 })),
};
const facts: MatchFacts = {
  now,
  solver,
  config: { ...testConfig, token: testAddress(1) },
  courts: new Map([[court.id, court]]),
  slack: 0,
};

function openJob(offer: Partial<JobOffer> = {}, change: Partial<OpenJob> = {}): OpenJob {
  const signed = jobOffer(offer);
  return {
    hash: jobOfferHashOf(signed),
    submission: {
      offer: signed,
      signature: '0x01',
      lists: { directories: [testDirectory] },
      inputReceipt: { directory: testDirectory, heldUntil: now + 10_000, signature: '0x02' },
    },
    failed: [],
    ...change,
  };
}

function openResource(
  offer: Partial<ResourceOffer> = {},
  change: Partial<OpenResource> = {},
): OpenResource {
  const signed = resourceOffer(offer);
  return {
    hash: resourceOfferHashOf(signed),
    submission: {
      offer: signed,
      signature: '0x03',
      lists: { engines: [testEngine], courts: [court.id], directories: [testDirectory] },
    },
    ticket: null,
    dealsEver: 0,
    dealsLive: 0,
    ...change,
  };
}

const rich = (...people: Address[]) =>
  new Map(people.map((who) => [keyOf(who), 1_000_000_000_000n]));
const buyer = jobOffer().buyer;

describe('reasonsAgainst', () => {
  it('finds nothing against offers that fit', () => {
    expect(reasonsAgainst(openJob(), openResource(), facts)).toEqual([]);
  });

  it('names each thing that is wrong by the contract’s error', () => {
    const against = (
      job: Partial<JobOffer>,
      resource: Partial<ResourceOffer> = {},
      change: { job?: Partial<OpenJob>; resource?: Partial<OpenResource> } = {},
    ) => reasonsAgainst(openJob(job, change.job), openResource(resource, change.resource), facts);
    expect(against({ expiry: now - 1 })).toEqual(['Market_JobExpired']);
    expect(against({ expiry: now })).toEqual([]);
    expect(against({}, { expiry: now - 1 })).toEqual(['Market_ResourceExpired']);
    expect(against({ solver: buyer })).toEqual(['Market_WrongSolver']);
    expect(against({}, { solver })).toEqual([]);
    expect(against({}, {}, { job: { isUsed: true } })).toEqual(['Market_JobUsed']);
    expect(against({}, { total: 3 }, { resource: { dealsEver: 3 } })).toEqual([
      'Market_ResourceUsedUp',
    ]);
    expect(against({}, {}, { resource: { dealsLive: 2 } })).toEqual(['Market_LaneBusy']);
    expect(against({}, {}, { resource: { lane: { number: 2, isBusy: false } } })).toEqual([
      'Market_LaneOutOfRange',
    ]);
    expect(against({}, {}, { job: { failed: [testAddress(0xa1)] } })).toEqual([
      'Market_FailedBefore',
    ]);
    expect(against({ attempts: 0 })).toEqual(['Market_AttemptsUsed']);
    expect(against({ cpuMilli: 4_001 })).toEqual(['Market_ResourcesTooSmall']);
    expect(against({ gpuModel: testHash(1) })).toEqual(['Market_GpuModelDiffers']);
    expect(against({ maxBasePrice: 999n })).toEqual(['Market_BasePriceTooHigh']);
    expect(against({ executionWindow: 14 })).toEqual(['Market_WindowTooShort']);
    expect(against({ executionWindow: 15 })).toEqual([]);
    expect(against({ executionWindow: 61 })).toEqual(['Market_WindowTooLong']);
    expect(against({ reviewWindow: 0 })).toEqual(['Market_WindowTooShort']);
    expect(against({}, { maxValue: 10_999n })).toEqual(['Market_ValueOutOfRange']);
    expect(against({}, { maxTheta: 39 })).toEqual(['Market_ThetaOutOfRange']);
    expect(against({ engine: testHash(4) })).toEqual([
      'Market_EngineNotListed',
      'Market_EngineNotInCourt',
    ]);
    expect(against({ panelSize: 2 })).toEqual(['Market_BadPanelSize']);
    expect(against({ panelSize: 3 })).toEqual(['Market_CourtTooSmall']);
    expect(against({ auditBps: 297 })).toEqual(['Market_AuditRateTooLow']);
    expect(against({ solverFee: 568n })).toEqual(['Market_SolverFeeTooHigh']);
    expect(against({ court: testHash(0xc2) })).toEqual([
      'Market_CourtNotListed',
      'Market_NoSuchCourt',
    ]);
    expect(against({}, { ticketKey: solver })).toEqual(['Market_TicketStale']);
    const ticket = { until: now + 600, signature: '0x' as Hex };
    expect(against({}, { ticketKey: solver }, { resource: { ticket } })).toEqual([]);
  });

  it('keeps any-module offers and free extras out of unverified deals', () => {
    const plain = {
      verification: VERIFICATION.none,
      auditBps: 0,
      panelSize: 0,
      penaltyRate: 0,
      court: ZERO_BYTES32,
    } as const;
    const accepts = { verifications: 1 << VERIFICATION.none };
    expect(reasonsAgainst(openJob(plain), openResource(accepts), facts)).toEqual([
      'Market_ModuleNotListed',
    ]);
    expect(reasonsAgainst(openJob({ ...plain, auditBps: 1 }), openResource(), facts)).toContain(
      'Market_NothingToVerify',
    );
  });

  it('counts only members who joined before and are no party', () => {
    const small = { ...court, memberships: court.memberships.slice(0, 4) };
    const among = (member: Address, joinedAt: number) => ({
      ...facts,
      courts: new Map([
        [
          court.id,
          { ...small, memberships: [...small.memberships.slice(1), { member, joinedAt }] },
        ],
      ]),
    });
    const reasons = (member: Address, joinedAt: number) =>
      reasonsAgainst(openJob(), openResource(), among(member, joinedAt));
    expect(reasons(testAddress(0x99), now - 1)).toEqual([]);
    expect(reasons(testAddress(0x99), now)).toEqual(['Market_CourtTooSmall']);
    expect(reasons(solver, 10)).toEqual(['Market_CourtTooSmall']);
  });
});

describe('matchOffers', () => {
  const [a, b] = [testAddress(0xa1), testAddress(0xa2)];
  const balances = rich(buyer, a, b);

  it('takes the cheapest that fits, ties by hash, whatever the order', () => {
    const dear = openResource({ provider: a });
    const cheap = openResource({ provider: b, fuelPrice: 1_999n });
    for (const resources of [
      [dear, cheap],
      [cheap, dear],
    ]) {
      const [pairing] = matchOffers([openJob()], resources, facts, balances);
      expect(pairing?.resource.hash).toBe(cheap.hash);
    }
    const twin = openResource({ provider: b });
    const lower = dear.hash < twin.hash ? dear : twin;
    const [tie] = matchOffers([openJob()], [dear, twin], facts, balances);
    expect(tie?.resource.hash).toBe(lower.hash);
  });

  it('takes a provider that failed the job before no more', () => {
    const cheap = openResource({ provider: b, fuelPrice: 1n });
    const dear = openResource({ provider: a });
    const [pairing] = matchOffers([openJob({}, { failed: [b] })], [cheap, dear], facts, balances);
    expect(pairing?.resource.hash).toBe(dear.hash);
  });

  it('counts lanes, totals and balances of the pairings before', () => {
    const jobs = [1n, 2n, 3n, 4n].map((nonce) => openJob({ nonce }));
    const only = openResource({ provider: a, concurrent: 2 });
    expect(matchOffers(jobs, [only], facts, balances)).toHaveLength(2);
    const last = openResource({ provider: a, concurrent: 9, total: 5 }, { dealsEver: 4 });
    expect(matchOffers(jobs, [last], facts, balances)).toHaveLength(1);
    const wide = openResource({ provider: a, concurrent: 9 });
    const lock = 41n * 11_000n + 50n;
    const poor = new Map([...rich(buyer), [keyOf(a), 3n * lock - 1n]]);
    expect(matchOffers(jobs, [wide], facts, poor)).toHaveLength(2);
  });

  it('starts one deal a nonce', () => {
    const jobs = [openJob(), openJob({ fuelLimit: 1n })];
    expect(matchOffers(jobs, [openResource()], facts, balances)).toHaveLength(1);
  });

  it('wants both locks of an account that is both sides', () => {
    const own = openResource({ provider: buyer });
    const needed = 22_100n + 41n * 11_000n + 50n;
    const reasons = (available: bigint) => balanceReasons(openJob(), own, () => available);
    expect(reasons(needed)).toEqual([]);
    expect(reasons(needed - 1n)).toEqual(['Market_ProviderBalanceTooLow']);
  });
});
