import { expect, it } from 'vitest';
import {
  courtTerms,
  jobOffer,
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
  testHash,
} from '@/test/builders/offers';
import { testConfig } from '@/test/builders/test-config';
import type { MarketErrorName } from '../chain/market-error-name';
import { matchErrorTexts } from '../chain/match-error-texts';
import { type JobOffer, type ResourceOffer, VERIFICATION } from '../offers/offer-types';
import { balanceReasons, type OpenJob, type OpenResource, reasonsAgainst } from './feasibility';
import { obstacleText } from './obstacle-words.view';
import { figuresOf, type Pair } from './reason-figures';

const now = 1_700_000_000;
const members = Array.from({ length: 8 }, (_, index) => testAddress(0x70 + index));
const court = {
  id: testHash(0xc1),
  members,
  engines: [{ engine: testEngine, class_: VERIFICATION.A }],
  directories: [testDirectory],
  terms: courtTerms(),
  foundedAt: 1,
  memberships: members.map((member) => ({ member, joinedAt: 10 })),
};

type Change = {
  job?: Partial<OpenJob>;
  resource?: Partial<OpenResource>;
  available?: bigint;
  heldUntil?: number;
};

function pairOf(
  job: Partial<JobOffer>,
  resource: Partial<ResourceOffer> = {},
  change: Change = {},
): Pair {
  return {
    job: {
      hash: testHash(1),
      submission: {
        offer: jobOffer(job),
        signature: '0x01',
        lists: { directories: [testDirectory] },
        inputReceipt: {
          directory: testDirectory,
          heldUntil: change.heldUntil ?? now + 10_000,
          signature: '0x02',
        },
      },
      failed: [],
      ...change.job,
    },
    resource: {
      hash: testHash(2),
      submission: {
        offer: resourceOffer(resource),
        signature: '0x03',
        lists: { engines: [testEngine], courts: [court.id], directories: [testDirectory] },
      },
      ticket: null,
      dealsEver: 0,
      dealsLive: 0,
      ...change.resource,
    },
    facts: {
      now,
      solver: testAddress(0x50),
      config: { ...testConfig, token: testAddress(1) },
      courts: new Map([[court.id, court]]),
    },
    availableOf: () => change.available ?? 1_000_000_000_000n,
  };
}

/** Every reason that the pair gives, in words. */
function textsOf(pair: Pair): Map<MarketErrorName, string> {
  const { job, resource, facts, availableOf } = pair;
  const names = [
    ...reasonsAgainst(job, resource, facts),
    ...balanceReasons(job, resource, availableOf),
  ];
  return new Map(
    names.map((name) => {
      const figures = figuresOf(name, pair);
      const values = figures.values.map((value) => [value]);
      return [name, obstacleText({ ...figures, name, values }, 'tUSD')];
    }),
  );
}

const CASES: readonly [MarketErrorName, Pair, string][] = [
  ['Market_JobExpired', pairOf({ expiry: now - 1 }), '2023-11-14 22:13:19 UTC'],
  ['Market_ResourceExpired', pairOf({}, { expiry: now - 1 }), '2023-11-14 22:13:19 UTC'],
  [
    'Market_WrongSolver',
    pairOf({}, { solver: testAddress(0x51) }),
    'only solver 0x0000…0051 match',
  ],
  ['Market_TicketStale', pairOf({}, { ticketKey: testAddress(9) }), 'takes no deals'],
  ['Market_ResourcesTooSmall', pairOf({ cpuMilli: 4_500 }), 'needs 4.5 CPU; the'],
  ['Market_ResourcesTooSmall', pairOf({ memoryMiB: 4_097 }), 'needs 4,097 MiB of memory; the'],
  ['Market_ResourcesTooSmall', pairOf({ memoryMiB: 24_576 }), 'needs 24 GiB of memory; the'],
  ['Market_ResourcesTooSmall', pairOf({ gpuMemoryMiB: 8_192 }), 'has 0 MiB'],
  ['Market_GpuModelDiffers', pairOf({ gpuModel: testHash(1) }), 'another GPU model'],
  ['Market_BasePriceTooHigh', pairOf({ maxBasePrice: 999n }), '0.001 tUSD; the buyer pays'],
  ['Market_FuelPriceTooHigh', pairOf({ maxFuelPrice: 1_999n }), '0.002 tUSD for 1 G fuel'],
  ['Market_EngineNotListed', pairOf({ engine: testHash(4) }), 'engine 0x0000…0004'],
  ['Market_EngineNotInCourt', pairOf({ engine: testHash(4) }), 'engine 0x0000…0004'],
  ['Market_WindowTooShort', pairOf({ executionWindow: 14 }), '14 s; this provider needs 15 s'],
  ['Market_WindowTooLong', pairOf({ reviewWindow: 601 }), 'is 10 min 1 s; at most'],
  ['Market_ValueOutOfRange', pairOf({}, { maxValue: 10_999n }), '0.011 tUSD'],
  ['Market_ThetaOutOfRange', pairOf({}, { maxTheta: 39 }), 'rate is 40; the bound is 39'],
  ['Market_BadPanelSize', pairOf({ panelSize: 7 }), 'at most 5'],
  ['Market_CourtTooSmall', pairOf({ panelSize: 3 }), 'needs 10 members'],
  ['Market_CourtNotListed', pairOf({ court: testHash(0xc2) }), '0x0000…00c2'],
  ['Market_NoSuchCourt', pairOf({ court: testHash(0xc2) }), '0x0000…00c2'],
  [
    'Market_CourtRefuses',
    pairOf({ fuelLimit: 2_000_000_000_000n }),
    'admits 1 T of fuel; the job asks for 2 T',
  ],
  [
    'Market_CourtRefuses',
    pairOf({ fuelLimit: 1_000_000_000_001n }),
    'admits 1,000,000,000,000 of fuel; the job asks for 1,000,000,000,001',
  ],
  ['Market_CourtRefuses', pairOf({ memoryMiB: 16_384 }), 'admits 8 GiB of memory'],
  ['Market_SeatFeeTooHigh', pairOf({ fuelLimit: 1n, maxBasePrice: 1n }, { basePrice: 1n }), 'tUSD'],
  ['Market_SolverFeeTooHigh', pairOf({ solverFee: 568n }), '0.000568 tUSD'],
  ['Market_BadAuditRate', pairOf({ auditBps: 10_001 }), '10,001 in'],
  ['Market_AuditRateTooLow', pairOf({ auditBps: 297 }), 'at least 12,500'],
  ['Market_ReceiptTooShort', pairOf({}, {}, { heldUntil: now }), '22:13:20 UTC'],
  ['Market_LaneBusy', pairOf({}, {}, { resource: { dealsLive: 2 } }), 'takes 2 jobs'],
  ['Market_ResourceUsedUp', pairOf({}, { total: 3 }, { resource: { dealsEver: 3 } }), '3 of 3'],
  [
    'Market_FailedBefore',
    pairOf({}, {}, { job: { failed: [testAddress(0xa1)] } }),
    '0x0000…00A1 failed',
  ],
  ['Market_AttemptsUsed', pairOf({ attempts: 0 }), 'allows 0'],
  ['Market_BuyerBalanceTooLow', pairOf({}, {}, { available: 5n }), 'has 0.000005 tUSD'],
  ['Market_ProviderBalanceTooLow', pairOf({}, {}, { available: 5n }), 'has 0.000005 tUSD'],
];

it.each(CASES)('gives %s its figures', (name, pair, expected) => {
  const texts = textsOf(pair);
  expect(texts.get(name)).toContain(expected);
  for (const text of texts.values()) expect(text).not.toMatch(/unknown|\?|\{|… |…;|…\.|refuse:/);
});

it('has a value for each place of each text that a reason is said with', () => {
  const places = ({ says }: { says: string }) => says.match(/\{\d\}/g)?.length ?? 0;
  const unseen = Object.entries(matchErrorTexts).filter(
    ([name, text]) =>
      places(text) > 0 && figuresOf(name as MarketErrorName, pairOf({})).values.length === 0,
  );
  // Signatures are not looked at, jobs are looked at one by one, and the other two need their case.
  expect(unseen.map(([name]) => name)).toEqual([
    'Market_NotOneJob',
    'Market_BadJobSignature',
    'Market_BadResourceSignature',
    'Market_BadTicketSignature',
    'Market_ResourcesTooSmall',
    'Market_BadReceiptSignature',
  ]);
});
