import { encodeAbiParameters, encodeEventTopics, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import type { DealEvent } from './deal-event';
import { isDealEvent } from './deal-event';
import { CAUSE, NO_CASE, OUTCOME, packWork, STAGE, VERDICT } from './deal-facts';
import { foldDealEvents } from './deal-fold';
import { decodeEvents, type MinedLog } from './decode-event';
import { marketAbi } from './generated/market-abi';
import { packTerms } from './terms';

const terms = dealTerms();
const dealId = testHash(0xd0);
const parties = { dealId, buyer: terms.buyer, provider: terms.provider };
const packed = packTerms(terms);
const work = {
  moduleId: testHash(1),
  inputsId: testHash(2),
  engine: testHash(3),
  cpuMilli: 1000,
  memoryMiB: 256,
  storageMiB: 64,
  gpuCount: 0,
  gpuMemoryMiB: 0,
  gpuModel: testHash(0),
};
const post = {
  stage: STAGE.Posted,
  seal: testHash(5),
  fuelUsed: 4_000_000_000n,
  reviewEndsAt: 1_700_000_090,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};
const opening = {
  cause: CAUSE.PublicDraw,
  seedBlock: 0n,
  seed: testHash(7),
  deadline: 1_700_000_150,
} as const;

/** The log that the contract would emit; arguments are encoded by the generated ABI. */
function logOf(name: string, args: Record<string, unknown>, index: number): MinedLog {
  const event = marketAbi.find((item) => item.type === 'event' && item.name === name);
  if (event?.type !== 'event') throw new Error(name);
  const inputs: readonly { name: string; type: string; indexed: boolean }[] = event.inputs;
  const plain = inputs.filter((input) => !input.indexed);
  return {
    address: testAddress(0xee),
    topics: encodeEventTopics({ abi: [event], eventName: name, args } as never) as [Hex, ...Hex[]],
    data: encodeAbiParameters(
      plain,
      plain.map((input) => args[input.name]),
    ),
    blockNumber: BigInt(10 + index),
    blockHash: testHash(0xb0 + index),
    logIndex: index,
    transactionHash: testHash(0xf0 + index),
  };
}

const logs = [
  logOf(
    'DealMatched',
    {
      ...parties,
      terms: packed,
      jobOfferHash: testHash(8),
      resourceOfferHash: testHash(9),
      work: packWork(work),
      directory: testAddress(0xd1),
      jobDirectories: [testAddress(0xd1)],
      resourceDirectories: [],
    },
    0,
  ),
  logOf('Deposited', { account: terms.buyer, amount: 5n }, 1),
  logOf('ResultPosted', { dealId, post }, 2),
  logOf('CaseOpened', { dealId, ...opening, secretShown: false }, 3),
  logOf('VerdictCommitted', { dealId, mediator: testAddress(0x71), seal: testHash(8) }, 4),
];

describe('a deal folded from logs', () => {
  const events = decodeEvents(logs, (block) => 1_700_000_000 + Number(block));
  const dealEvents: DealEvent[] = events.filter(isDealEvent);

  it('keeps terms, post and case as the next call replays them', () => {
    const record = foldDealEvents(dealEvents);
    expect(record).toMatchObject({
      dealId,
      terms,
      packedTerms: packed,
      stage: STAGE.Drawn,
      post,
      postedAt: 1_700_000_012,
      work,
      case: { ...NO_CASE, ...opening, stage: STAGE.Drawn },
      caseOpenedAt: 1_700_000_013,
      commits: [{ mediator: testAddress(0x71), seal: testHash(8), at: 1_700_000_014 }],
    });
    expect(record?.resourceDirectories).toEqual([testAddress(0xd1)]);
    expect(record?.history.map((moment) => moment.name)).toEqual([
      'DealMatched',
      'ResultPosted',
      'CaseOpened',
      'VerdictCommitted',
    ]);
  });

  it('goes through both panels to the end', () => {
    const seat = { seed: testHash(7), deadline: 1_700_000_200 };
    const first = [testAddress(0x71)];
    const second = [testAddress(0x72), testAddress(0x73), testAddress(0x74)];
    const found = { digest: testHash(0xa), fuelUsed: 3n, deadline: 1_700_000_230 };
    const waiting = { seedBlock: 40n, deadline: 1_700_000_350 };
    const payout = { toBuyer: 1n, toProvider: 2n, toSolver: 0n, toSeats: 3n, burned: 0n };
    const later = [
      logOf('SeedRenewed', { dealId, seedBlock: 30n }, 5),
      logOf('PanelSeated', { dealId, ...seat, panel: first }, 6),
      logOf('VerdictReached', { dealId, verdict: VERDICT.Overturned, ...found }, 7),
      logOf('VerdictAppealed', { dealId, appellant: terms.provider, ...waiting }, 8),
      logOf('PanelSeated', { dealId, ...seat, panel: second }, 9),
    ];
    const unavailable = { verdict: VERDICT.InputsUnavailable, ...found, digest: testHash(0xb) };
    const end = [
      logOf('VerdictReached', { dealId, ...unavailable }, 10),
      logOf(
        'DealSettled',
        { dealId, outcome: OUTCOME.Overturned, price: 9n, payout, jobFree: false },
        11,
      ),
    ];
    const foldAll = (all: MinedLog[]) =>
      foldDealEvents(decodeEvents(all, () => 0).filter(isDealEvent));
    expect(foldAll([...logs, ...later])).toMatchObject({
      stage: STAGE.Panel2,
      case: { firstPanel: first, secondPanel: second, appellant: terms.provider, seedBlock: 40n },
    });
    expect(foldAll([...logs, ...later, ...end])).toMatchObject({
      stage: STAGE.Settled,
      outcome: OUTCOME.Overturned,
      // inputs-unavailable after an appeal leaves what the first panel found
      case: { secondVerdict: VERDICT.InputsUnavailable, digest: found.digest, fuelFound: 3n },
    });
  });

  it('tells other events apart and skips what it does not know', () => {
    expect(events.map((event) => event.name)).toContain('Deposited');
    const unknown = { ...logs[1]!, topics: [testHash(1)] as [Hex] };
    expect(decodeEvents([unknown], () => 0)).toEqual([]);
  });

  it('refuses a history without its start', () => {
    expect(() => foldDealEvents(dealEvents.slice(1))).toThrow('whose match was not read');
  });
});
