import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { CAUSE, type Case, OUTCOME, type Post, STAGE, VERDICT } from '../chain/deal-facts';
import type { DealMoment, DealRecord } from '../chain/deal-fold';
import { dealStatusView } from './deal-status.view';
import { dealTimeline } from './deal-timeline.view';
import { moneyFlows, moneyLines } from './money-flow.view';
import { nextStepView } from './next-step.view';

const config = { grace: 10 };
const terms = dealTerms({ executionWindow: 30, reviewWindow: 60 });
const matchedAt = terms.matchedAt;

const post: Post = {
  stage: STAGE.Cleared,
  seal: testHash(0x5e),
  fuelUsed: 1_000n,
  reviewEndsAt: matchedAt + 70,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};

const panel: Case = {
  stage: STAGE.Verdict1,
  cause: CAUSE.Dispute,
  seedBlock: 20n,
  seed: testHash(1),
  deadline: matchedAt + 200,
  appellant: testAddress(0),
  reseated: false,
  firstVerdict: VERDICT.Overturned,
  secondVerdict: VERDICT.None,
  digest: testHash(2),
  fuelFound: 900n,
  firstPanel: [testAddress(0x71)],
  secondPanel: [],
};

function moment(name: DealMoment['name'], block: number): DealMoment {
  return {
    name,
    blockNumber: BigInt(block),
    blockHash: testHash(block),
    timestamp: matchedAt + block,
    logIndex: 0,
    transactionHash: testHash(block),
  };
}

function record(overrides: Partial<DealRecord> = {}): DealRecord {
  return {
    dealId: testHash(0xd1),
    terms,
    packedTerms: [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
    jobOfferHash: testHash(0xab),
    resourceOfferHash: testHash(3),
    work: {} as DealRecord['work'],
    directory: testAddress(4),
    jobDirectories: [],
    resourceDirectories: [],
    stage: STAGE.Matched,
    commits: [],
    seats: [],
    history: [moment('DealMatched', 0)],
    ...overrides,
  };
}

describe('dealStatusView', () => {
  const word = (facts: Partial<DealRecord>, now: number) =>
    dealStatusView(record(facts), now, config).word;

  it('turns late and overdue by the clock alone', () => {
    expect(word({}, matchedAt + 30)).toBe('Running');
    expect(word({}, matchedAt + 31)).toBe('Late');
    expect(word({}, matchedAt + 41)).toBe('Overdue');
  });
  it('names verdicts, whether they can be appealed or not', () => {
    const facts = { stage: STAGE.Verdict1, case: panel, post };
    expect(word(facts, panel.deadline)).toBe('Verdict: overturned');
    expect(word(facts, panel.deadline + 1)).toBe('Verdict: overturned');
  });
  it('ends with the outcome', () => {
    expect(word({ stage: STAGE.Settled, outcome: OUTCOME.Missed }, 0)).toBe('Missed');
  });
});

describe('nextStepView', () => {
  it('says who acts, until when and what happens otherwise', () => {
    expect(nextStepView(record(), matchedAt, config)).toMatchObject({
      who: 'provider',
      by: matchedAt + 40,
    });
    const cleared = record({ stage: STAGE.Cleared, post });
    expect(nextStepView(cleared, matchedAt + 50, config)).toMatchObject({
      who: 'buyer',
      by: matchedAt + 70,
      otherwise: 'Otherwise silence counts as acceptance.',
    });
    expect(nextStepView(cleared, matchedAt + 71, config)?.who).toBe('anyone');
  });
  it('gives the appeal to who lost', () => {
    const judged = record({ stage: STAGE.Verdict1, post, case: panel });
    const step = nextStepView(judged, matchedAt, { ...config, tokenSymbol: 'tUSD' });
    expect(step).toMatchObject({ who: 'provider', what: 'may appeal with 0.033 tUSD' });
  });
  it('ends with the deal', () => {
    const settled = record({ stage: STAGE.Settled, outcome: OUTCOME.Accepted });
    expect(nextStepView(settled, matchedAt, config)).toBeUndefined();
  });
});

describe('dealTimeline', () => {
  it('tells what happened and what is still to come', () => {
    const entries = dealTimeline(
      record({
        stage: STAGE.Panel1,
        post,
        case: { ...panel, stage: STAGE.Panel1 },
        commits: [{ mediator: testAddress(0x71), seal: testHash(9), at: matchedAt + 60 }],
        history: [
          moment('DealMatched', 0),
          moment('ResultPosted', 20),
          moment('CaseOpened', 40),
          moment('PanelSeated', 50),
          moment('VerdictCommitted', 60),
        ],
      }),
      'tUSD',
    );
    expect(entries.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Matched with 0x/),
      'Result sealed',
      'The buyer disputes the result',
      'One mediator seated',
      expect.stringMatching(/ committed$/),
      'Verdict',
      'Settled',
    ]);
    expect(entries.at(-1)?.at).toBeUndefined();
    expect(entries[0]?.text).toMatch(/locked [\d.,]+ tUSD, the provider [\d.,]+ tUSD\.$/);
  });

  it('tells a draw once, whether it had a transaction of its own or not', () => {
    const titles = (between: readonly DealMoment[]) =>
      dealTimeline(
        record({
          stage: STAGE.Settled,
          outcome: OUTCOME.Accepted,
          post,
          history: [
            moment('DealMatched', 0),
            moment('ResultPosted', 20),
            ...between,
            moment('DealSettled', 60),
          ],
        }),
        'tUSD',
      ).map(({ title }) => title);
    const told = ['Result sealed', 'The draw did not hit', 'Accepted'];
    expect(titles([]).slice(1)).toEqual(told);
    expect(titles([moment('DealCleared', 40)]).slice(1)).toEqual(told);
  });
});

describe('moneyFlows', () => {
  it('sends everybody’s own money back first and loses nothing', () => {
    const lines = moneyLines(
      record({
        stage: STAGE.Settled,
        case: panel,
        payout: { toBuyer: 0n, toProvider: 0n, toSolver: 0n, toSeats: 0n, burned: 0n },
      }),
    );
    const [buyer, provider] = lines;
    const settled = moneyFlows([
      { party: 'buyer', locked: buyer!.locked, got: buyer!.locked + 5n },
      { party: 'provider', locked: provider!.locked, got: 0n },
      { party: 'burned', locked: 0n, got: provider!.locked - 5n },
    ]);
    expect(settled).toEqual([
      { from: 'buyer', to: 'buyer', amount: buyer!.locked },
      { from: 'provider', to: 'buyer', amount: 5n },
      { from: 'provider', to: 'burned', amount: provider!.locked - 5n },
    ]);
  });
  it('is empty while the deal lives', () => {
    expect(moneyFlows(moneyLines(record()))).toEqual([]);
  });
});
