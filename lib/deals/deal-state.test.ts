import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { testConfig } from '../../test/builders/test-config';
import {
  CAUSE,
  type Case,
  OUTCOME,
  type Post,
  STAGE,
  type Stage,
  VERDICT,
} from '../chain/deal-facts';
import { VERIFICATION } from '../offers/offer-types';
import { deadlinesOf } from './deal-deadlines';
import { type DealFacts, type DealStatus, statusOf } from './deal-state';
import { nextActors, transitions } from './transitions';

const terms = dealTerms();
const matched: DealFacts = { dealId: testHash(1), terms, stage: STAGE.Matched, commits: [] };
const post: Post = {
  stage: STAGE.Posted,
  seal: testHash(5),
  fuelUsed: 1n,
  reviewEndsAt: 1_700_000_090,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};
const open: Case = {
  stage: STAGE.Drawn,
  cause: CAUSE.PublicDraw,
  seedBlock: 0n,
  seed: testHash(7),
  deadline: 1_700_000_200,
  appellant: testAddress(0),
  reseated: false,
  firstVerdict: VERDICT.None,
  secondVerdict: VERDICT.None,
  digest: testHash(0),
  fuelFound: 0n,
  firstPanel: [testAddress(0x71)],
  secondPanel: [testAddress(0x72), testAddress(0x73), testAddress(0x74)],
};
const posted: DealFacts = { ...matched, stage: STAGE.Posted, post };
const cleared: DealFacts = { ...posted, stage: STAGE.Cleared, post: { ...post, stage: 3 } };
const inCase = (stage: Stage, change: Partial<Case> = {}): DealFacts => ({
  ...posted,
  stage,
  case: { ...open, ...change, stage },
});
const moves = (facts: DealFacts, now: number) =>
  nextActors(facts, now, testConfig).map(({ by, move }) => `${by}: ${move}`);

describe('statusOf', () => {
  it('changes with time alone, one second after each deadline', () => {
    const ladder: [DealFacts, number, DealStatus][] = [
      [matched, 1_700_000_030, 'running'],
      [matched, 1_700_000_031, 'late'],
      [matched, 1_700_000_040, 'late'],
      [matched, 1_700_000_041, 'overdue'],
      [posted, 1_700_000_091, 'awaiting-draw'],
      [cleared, 1_700_000_090, 'in-review'],
      [cleared, 1_700_000_091, 'review-over'],
      [inCase(STAGE.Drawn), 1_700_000_200, 'awaiting-seats'],
      [inCase(STAGE.Appealed), 1_700_000_201, 'unseated'],
      [inCase(STAGE.Panel1), 1_700_000_200, 'panel-at-work'],
      [inCase(STAGE.Panel1), 1_700_000_210, 'panel-over'],
      [inCase(STAGE.Panel2), 1_700_000_211, 'panel-failed'],
      [inCase(STAGE.Verdict1), 1_700_000_200, 'appealable'],
      [inCase(STAGE.Verdict1), 1_700_000_201, 'verdict-final'],
      [inCase(STAGE.Verdict2), 0, 'verdict-final'],
      [{ ...posted, stage: STAGE.Settled, outcome: OUTCOME.Overturned }, 0, 'overturned'],
    ];
    for (const [facts, now, status] of ladder) {
      expect(statusOf(facts, now, testConfig)).toBe(status);
    }
  });

  it('tells a withheld secret from a late draw', () => {
    const secret = { ...posted, terms: { ...terms, drawCommit: testHash(9) } };
    expect(statusOf(secret, 1_700_000_090, testConfig)).toBe('awaiting-secret');
    expect(statusOf(secret, 1_700_000_091, testConfig)).toBe('secret-withheld');
  });
});

describe('nextActors', () => {
  it('leaves no state without a way on that anybody can take, once time has passed (I3)', () => {
    const stages = Object.values(STAGE).filter((stage) => stage > 0 && stage < STAGE.Settled);
    const late = 1_800_000_000;
    for (const stage of stages) {
      for (const reseated of [true, false]) {
        const facts =
          stage === STAGE.Matched
            ? matched
            : stage === STAGE.Posted
              ? posted
              : stage === STAGE.Cleared
                ? cleared
                : inCase(stage, { reseated });
        const anyone = nextActors(facts, late, testConfig).filter(({ by }) => by === 'anyone');
        expect(anyone, `stage ${stage}`).not.toEqual([]);
      }
    }
  });

  it('follows the table', () => {
    expect(moves(matched, 1_700_000_000)).toEqual(['provider: postResult', 'provider: decline']);
    expect(moves(matched, 1_700_000_041)).toEqual(['anyone: expire', 'provider: decline']);
    expect(moves(posted, 1_700_000_060)).toEqual(['anyone: draw', 'buyer: dispute']);
    expect(moves(cleared, 1_700_000_060)).toEqual(['buyer: accept', 'buyer: dispute']);
    expect(moves(cleared, 1_700_000_091)).toEqual(['buyer: accept', 'anyone: finalize']);
    const verdict = (firstVerdict: Case['firstVerdict']) =>
      moves(inCase(STAGE.Verdict1, { firstVerdict }), 1_700_000_200);
    expect(verdict(VERDICT.Upheld)).toEqual(['buyer: appeal']);
    expect(verdict(VERDICT.Overturned)).toEqual(['provider: appeal']);
    expect(verdict(VERDICT.InputsUnavailable)).toEqual(['buyer: appeal', 'provider: appeal']);
    const failed = (reseated: boolean) => moves(inCase(STAGE.Panel2, { reseated }), 1_700_000_300);
    expect(failed(true)).toEqual(['anyone: resolve', 'anyone: voidDeal']);
    expect(failed(false)).toEqual(['anyone: resolve', 'anyone: settle']);
  });

  it('offers resolve early only when all have committed', () => {
    const sitting = inCase(STAGE.Panel1);
    expect(moves(sitting, 1_700_000_200)).toEqual(['seats: commitVerdict']);
    const commits = [{ mediator: testAddress(0x71), seal: testHash(1) }];
    expect(moves({ ...sitting, commits }, 1_700_000_200)).toEqual(['anyone: resolve']);
  });

  it('has no dispute without verification', () => {
    const plain = { ...terms, verification: VERIFICATION.none, n: 0 };
    expect(moves({ ...cleared, terms: plain }, 1_700_000_060)).toEqual(['buyer: accept']);
  });

  it('names every row of the table but the match', () => {
    expect([...new Set(transitions.map(({ row }) => row))]).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]);
  });
});

describe('deadlinesOf', () => {
  it('gives what is known by now', () => {
    expect(deadlinesOf(matched, testConfig)).toEqual({
      execution: 1_700_000_030,
      post: 1_700_000_040,
      latest: 1_700_000_000 + 30 + 60 + 2 * (120 + 70) + 30 + 30,
    });
    expect(deadlinesOf(inCase(STAGE.Panel1), testConfig)).toMatchObject({
      review: 1_700_000_090,
      case: 1_700_000_200,
      panelFailed: 1_700_000_210,
    });
  });
});
