import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import {
  CAUSE,
  type Case,
  OUTCOME,
  type Post,
  SEAT_RECORD,
  STAGE,
  VERDICT,
} from '../chain/deal-facts';
import type { Terms } from '../chain/terms';
import { settleAccepted, settleDeclined, settleMissed } from '../deals/settlement';
import { INPUTS_UNAVAILABLE, sealOf } from '../execution/result-digest';
import { VERIFICATION } from '../offers/offer-types';
import { type CaseFacts, settleVerdict, settleVoid } from './settle-case';

// n = 1, theta = 40: V = 11,000, pi = 9,000, L = 154,000, solver fees 100 and 50, least seat fee 500.
const terms = dealTerms();
const dealId = testHash(0xd0);
const V = 11_000n;
const PI = 9_000n;
const L = 154_000n;
const fuelUsed = 4_000_000_000n;
const [truth, lie] = [testHash(0xaa), testHash(0xbb)];
const seats = [0, 1, 2, 3, 4, 5, 6].map((index) => testAddress(0x70 + index));

const post: Post = {
  stage: STAGE.Posted,
  seal: testHash(5),
  fuelUsed,
  reviewEndsAt: 1_700_000_090,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};

const emptyCase: Case = {
  stage: STAGE.Verdict1,
  cause: CAUSE.PublicDraw,
  seedBlock: 0n,
  seed: testHash(7),
  deadline: 1_700_000_150,
  appellant: testAddress(0),
  reseated: false,
  firstVerdict: VERDICT.Upheld,
  secondVerdict: VERDICT.None,
  digest: truth,
  fuelFound: fuelUsed,
  firstPanel: [],
  secondPanel: [],
};

type Said = 'truth' | 'lie' | 'unavailable' | 'nothing';

/** A deal in a case in which each seat of both panels said something. */
function facts(
  said: { first: Said[]; second?: Said[] },
  change: { case?: Partial<Case>; post?: Partial<Post>; terms?: Partial<Terms> } = {},
): CaseFacts {
  const dealt = { ...terms, ...change.terms };
  const all = [...said.first, ...(said.second ?? [])];
  const commits = all.flatMap((word, index) => {
    const mediator = seats[index]!;
    const seals: Record<Said, Hex | undefined> = {
      truth: sealOf(dealId, mediator, truth, fuelUsed),
      lie: sealOf(dealId, mediator, lie, 1n),
      unavailable: sealOf(dealId, mediator, INPUTS_UNAVAILABLE, 0n),
      nothing: undefined,
    };
    const seal = seals[word];
    return seal ? [{ mediator, seal }] : [];
  });
  const inCase = {
    ...emptyCase,
    firstPanel: seats.slice(0, said.first.length),
    secondPanel: seats.slice(said.first.length, all.length),
    ...change.case,
  };
  return {
    dealId,
    terms: dealt,
    stage: inCase.stage,
    post: { ...post, ...change.post },
    case: inCase,
    commits,
  };
}

const buyerLock = 2n * V + 100n;
const providerLock = 41n * V + 50n;
const overturned = { firstVerdict: VERDICT.Overturned };
const dispute = { cause: CAUSE.Dispute };

/** Nothing is made or lost: what left the locks and stakes is what came out. */
function expectConserved(settlement: ReturnType<typeof settleVerdict>) {
  const slashed = settlement.seats.reduce((sum, seat) => sum + seat.slashed, 0n);
  const { toBuyer, toProvider, toSolver, toSeats, burned } = settlement.payout;
  expect(toSeats).toBe(settlement.seats.reduce((sum, seat) => sum + seat.fee, 0n));
  expect(settlement.buyerLock + settlement.providerLock + slashed).toBe(
    toBuyer + toProvider + toSolver + toSeats + burned,
  );
}

describe('ends without a panel', () => {
  it('accepted: pi for the provider, both solver fees', () => {
    expect(settleAccepted(terms, post)).toMatchObject({
      buyerLock,
      providerLock,
      payout: { toBuyer: 2n * V - PI, toProvider: 41n * V + PI, toSolver: 150n },
    });
  });

  it('missed and declined: all back for the buyer, and the penalty', () => {
    expect(settleMissed(terms).payout).toMatchObject({
      toBuyer: buyerLock + 2_200n,
      toProvider: 41n * V - 2_200n,
      toSolver: 50n,
    });
    const early = settleDeclined(terms, terms.matchedAt + 3);
    expect(early.payout.toBuyer).toBe(buyerLock + 220n);
    expect(early.jobFree).toBe(true);
  });
});

describe('upheld', () => {
  it('after a draw: the buyer pays pi and the seats', () => {
    const settlement = settleVerdict(facts({ first: ['truth'] }));
    expectConserved(settlement);
    expect(settlement).toMatchObject({
      outcome: OUTCOME.Upheld,
      payout: { toBuyer: 2n * V - PI - PI, toProvider: 41n * V + PI, toSeats: PI, burned: 0n },
    });
  });

  it('posted without receipt: the provider pays the seats', () => {
    const settlement = settleVerdict(facts({ first: ['truth'] }, { post: { hasReceipt: false } }));
    expectConserved(settlement);
    expect(settlement.payout).toMatchObject({ toBuyer: 2n * V - PI, toProvider: 41n * V });
  });

  it('after a dispute: the buyer pays pi twice', () => {
    const settlement = settleVerdict(facts({ first: ['truth'] }, { case: dispute }));
    expectConserved(settlement);
    expect(settlement.buyerLock).toBe(buyerLock + V);
    expect(settlement.payout.toBuyer).toBe(3n * V - 3n * PI);
    expect(settlement.payout.toProvider).toBe(41n * V + 2n * PI);
  });

  it('slashes the outvoted by L, the absent and those who said unavailable by less', () => {
    const settlement = settleVerdict(
      facts({ first: ['truth', 'truth', 'truth', 'lie', 'nothing'] }, { terms: { n: 5 } }),
    );
    expectConserved(settlement);
    const [, , , liar, absent] = settlement.seats;
    expect(liar).toMatchObject({ record: SEAT_RECORD.Outvoted, slashed: settlement.seatLock });
    expect(absent).toMatchObject({ record: SEAT_RECORD.Absent, slashed: PI, fee: 0n });
    expect(settlement.payout.burned).toBe(settlement.seatLock + PI);
  });
});

describe('a seal copied from the chain', () => {
  it('is never counted: it is bound to its party (I9)', () => {
    const honest = facts({ first: ['truth', 'truth', 'nothing'] }, { terms: { n: 3 } });
    const copied = honest.commits[0]!.seal;
    const copier = { mediator: seats[2]!, seal: copied };
    const settlement = settleVerdict({ ...honest, commits: [...honest.commits, copier] });
    expectConserved(settlement);
    expect(settlement.seats[2]).toMatchObject({ record: SEAT_RECORD.Outvoted, fee: 0n });
  });
});

describe('overturned', () => {
  it('class A: compensation pi, both fees from the provider, the rest burns', () => {
    const settlement = settleVerdict(facts({ first: ['truth'] }, { case: overturned }));
    expectConserved(settlement);
    expect(settlement.payout).toMatchObject({
      toBuyer: buyerLock + PI,
      toProvider: 0n,
      toSolver: 150n,
      toSeats: PI,
      burned: 41n * V - 2n * PI - 100n,
    });
  });

  it('class B: the provider loses pi, the seats and both solver fees', () => {
    const settlement = settleVerdict(
      facts({ first: ['truth'] }, { case: overturned, terms: { verification: VERIFICATION.B } }),
    );
    expectConserved(settlement);
    expect(settlement.payout).toMatchObject({
      toBuyer: buyerLock + PI,
      toProvider: 41n * V - 2n * PI - 100n,
      burned: 0n,
    });
  });
});

describe('inputs-unavailable', () => {
  it('gives all back, and pays or slashes nobody of the majority', () => {
    const settlement = settleVerdict(
      facts(
        { first: ['unavailable'] },
        {
          case: {
            firstVerdict: VERDICT.InputsUnavailable,
            digest: INPUTS_UNAVAILABLE,
            fuelFound: 0n,
          },
        },
      ),
    );
    expectConserved(settlement);
    expect(settlement).toMatchObject({
      outcome: OUTCOME.InputsUnavailable,
      payout: { toBuyer: 2n * V, toProvider: 41n * V, toSeats: 0n, burned: 0n },
      seats: [{ record: SEAT_RECORD.Matched, fee: 0n, slashed: 0n }],
    });
  });
});

describe('second panels', () => {
  it('an appeal that fails pays the second panel from its lock', () => {
    const settlement = settleVerdict(
      facts(
        { first: ['truth'], second: ['truth', 'truth', 'lie'] },
        {
          case: {
            ...overturned,
            secondVerdict: VERDICT.Overturned,
            appellant: terms.provider,
            stage: STAGE.Verdict2,
          },
        },
      ),
    );
    expectConserved(settlement);
    expect(settlement.providerLock).toBe(providerLock + 3n * V);
    expect(settlement.payout.toProvider).toBe(3n * V - 2n * PI);
    expect(settlement.payout.burned).toBe(41n * V - 2n * PI - 100n + L);
  });

  it('an appeal that succeeds pays both panels from the slashed first', () => {
    const settlement = settleVerdict(
      facts(
        { first: ['lie'], second: ['truth', 'truth', 'nothing'] },
        {
          case: {
            ...overturned,
            secondVerdict: VERDICT.Upheld,
            appellant: terms.provider,
            stage: STAGE.Verdict2,
          },
        },
      ),
    );
    expectConserved(settlement);
    expect(settlement).toMatchObject({
      outcome: OUTCOME.Upheld,
      payout: {
        toBuyer: 2n * V - PI,
        toProvider: 41n * V + 3n * V + PI,
        toSeats: 2n * PI,
        burned: L + PI - 2n * PI,
      },
    });
  });

  it('an appeal without a majority leaves the first verdict and pays the least fee', () => {
    const settlement = settleVerdict(
      facts(
        { first: ['truth'], second: ['truth', 'lie', 'nothing'] },
        { case: { ...overturned, appellant: terms.provider, stage: STAGE.Panel2 } },
      ),
    );
    expectConserved(settlement);
    expect(settlement.seats.slice(1)).toMatchObject([
      { record: SEAT_RECORD.Released, fee: 500n, slashed: 0n },
      { record: SEAT_RECORD.Released, fee: 500n, slashed: 0n },
      { record: SEAT_RECORD.Absent, fee: 0n, slashed: PI },
    ]);
    expect(settlement.payout.toProvider).toBe(3n * V - 1_000n);
  });

  it('a re-seating shares slashes and reserve among all that match', () => {
    const settlement = settleVerdict(
      facts(
        { first: ['nothing'], second: ['truth', 'truth', 'truth'] },
        {
          case: {
            reseated: true,
            firstVerdict: VERDICT.None,
            secondVerdict: VERDICT.Upheld,
            stage: STAGE.Verdict2,
          },
        },
      ),
    );
    expectConserved(settlement);
    const each = (PI + V) / 3n;
    expect(settlement.seats.slice(1).map(({ fee }) => fee)).toEqual([each, each, each]);
    expect(settlement.payout.toBuyer).toBe(2n * V - PI - (3n * each - PI));
  });

  it('inputs-unavailable as the second verdict releases the second panel', () => {
    const settlement = settleVerdict(
      facts(
        { first: ['truth'], second: ['unavailable', 'unavailable', 'nothing'] },
        {
          case: {
            ...overturned,
            secondVerdict: VERDICT.InputsUnavailable,
            appellant: terms.provider,
            stage: STAGE.Verdict2,
          },
        },
      ),
    );
    expectConserved(settlement);
    expect(settlement.outcome).toBe(OUTCOME.Overturned);
    expect(settlement.payout.toProvider).toBe(3n * V);
    for (const seat of settlement.seats.slice(1)) {
      expect(seat).toMatchObject({ record: SEAT_RECORD.Released, fee: 0n, slashed: 0n });
    }
  });
});

describe('void', () => {
  const reseated = { reseated: true, firstVerdict: VERDICT.None, stage: STAGE.Panel2 } as const;

  it('gives all back, and pi from absent seats, provider before buyer', () => {
    const settlement = settleVoid(
      facts({ first: ['nothing'], second: ['truth', 'lie', 'nothing'] }, { case: reseated }),
    );
    expectConserved(settlement);
    expect(settlement.payout).toMatchObject({
      toBuyer: 2n * V + PI,
      toProvider: 41n * V + PI,
      toSeats: 0n,
      burned: 2n * L - 2n * PI,
    });
    expect(settlement.jobFree).toBe(true);
  });

  it('charges whoever brought a job on which every seat worked and no two agree', () => {
    const said = { first: ['truth'], second: ['lie', 'truth', 'lie'] } as const;
    const all = { first: [...said.first], second: [...said.second] } as {
      first: Said[];
      second: Said[];
    };
    const withReceipt = settleVoid(facts(all, { case: reseated }));
    expectConserved(withReceipt);
    expect(withReceipt.payout).toMatchObject({
      toBuyer: 2n * V - 2_000n,
      toProvider: 41n * V,
      toSeats: 2_000n,
    });
    const without = settleVoid(facts(all, { case: reseated, post: { hasReceipt: false } }));
    expectConserved(without);
    expect(without.payout.toProvider).toBe(41n * V - 2_000n);
  });

  it('keeps the job offer used once its secret was shown', () => {
    const settlement = settleVoid(
      facts({ first: [] }, { case: { stage: STAGE.Drawn }, post: { secretShown: true } }),
    );
    expect(settlement.jobFree).toBe(false);
    expect(settlement.payout).toMatchObject({ toBuyer: 2n * V, toProvider: 41n * V });
  });
});
