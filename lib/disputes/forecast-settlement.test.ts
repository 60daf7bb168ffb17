import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { testConfig } from '../../test/builders/test-config';
import { CAUSE, type Cause, NO_CASE, type Post, STAGE, VERDICT } from '../chain/deal-facts';
import { stakesOf, type Terms } from '../chain/terms';
import { type Settlement, settleAccepted, settleDeclined, settleMissed } from '../deals/settlement';
import { sealOf } from '../execution/result-digest';
import { VERIFICATION } from '../offers/offer-types';
import { type Forecast, forecastOutcomes } from '../offers/outcome-forecast';
import { runFigures } from '../offers/run-figures';
import { type CaseFacts, settleVerdict, settleVoid } from './settle-case';

/*
 * Before it signs, a buyer is shown how each outcome leaves both sides. The twin of the contract's
 * settlement (which the parity test holds to the contract) must pay exactly that.
 */

const dealId = testHash(0xd0);
const truth = testHash(0xaa);
const seatsOf = (n: number) =>
  Array.from({ length: 3 * n + 1 }, (_, index) => testAddress(0x70 + index));

function postOf(fuelUsed: bigint): Post {
  return {
    stage: STAGE.Cleared,
    seal: testHash(5),
    fuelUsed,
    reviewEndsAt: 1_700_000_090,
    drawBlock: 12n,
    hasReceipt: true,
    secretShown: false,
  };
}

/** A case whose first panel agreed on `truth`. */
function judged(terms: Terms, fuelUsed: bigint, cause: Cause, overturned: boolean): CaseFacts {
  const firstPanel = seatsOf(terms.n).slice(0, terms.n);
  return {
    dealId,
    terms,
    stage: STAGE.Verdict1,
    post: postOf(fuelUsed),
    commits: firstPanel.map((mediator) => ({
      mediator,
      seal: sealOf(dealId, mediator, truth, fuelUsed),
    })),
    case: {
      ...NO_CASE,
      stage: STAGE.Verdict1,
      cause,
      firstVerdict: overturned ? VERDICT.Overturned : VERDICT.Upheld,
      digest: truth,
      fuelFound: fuelUsed,
      firstPanel,
    },
  };
}

/** A dispute without a verdict: in class B each seat found something else, in A none was seated. */
function unjudged(terms: Terms, fuelUsed: bigint): CaseFacts {
  const seats = terms.verification === VERIFICATION.B ? seatsOf(terms.n) : [];
  return {
    dealId,
    terms,
    stage: STAGE.Panel2,
    post: postOf(fuelUsed),
    commits: seats.map((mediator, index) => ({ mediator, seal: testHash(0x100 + index) })),
    case: {
      ...NO_CASE,
      stage: STAGE.Panel2,
      cause: CAUSE.Dispute,
      firstPanel: seats.slice(0, terms.n),
      secondPanel: seats.slice(terms.n),
      reseated: true,
    },
  };
}

function settlementOf(outcome: Forecast['outcome'], terms: Terms, fuelUsed: bigint): Settlement {
  switch (outcome) {
    case 'accepted':
      return settleAccepted(terms, postOf(fuelUsed));
    case 'missed':
      return settleMissed(terms);
    case 'declined':
      return settleDeclined(terms, terms.matchedAt + terms.executionWindow);
    case 'upheld-draw':
      return settleVerdict(judged(terms, fuelUsed, CAUSE.PublicDraw, false));
    case 'upheld-dispute':
      return settleVerdict(judged(terms, fuelUsed, CAUSE.Dispute, false));
    case 'overturned':
      return settleVerdict(judged(terms, fuelUsed, CAUSE.Dispute, true));
    case 'void':
      return settleVoid(unjudged(terms, fuelUsed));
  }
}

const runs = fc
  .record({
    basePrice: fc.bigInt({ min: 2n, max: 10n ** 12n }),
    fuelPrice: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    fuelLimit: fc.bigInt({ min: 1n, max: 10n ** 13n }),
    used: fc.integer({ min: 0, max: 100 }),
    least: fc.integer({ min: 0, max: 50 }),
    theta: fc.integer({ min: 1, max: 200 }),
    n: fc.constantFrom(0, 1, 3, 5),
    isInsured: fc.boolean(),
    jobSolverFee: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  })
  .map(({ used, least, isInsured, ...rest }) => {
    const { none, A, B } = VERIFICATION;
    const verification = rest.n === 0 ? none : isInsured ? A : B;
    // The provider's own solver is no part of what a buyer is shown.
    const terms = dealTerms({ ...rest, verification, resourceSolverFee: 0n });
    const { value } = stakesOf(terms);
    // A court whose least seat fee is above V / 2 takes no such deal.
    const leastSeatFee = (value * BigInt(least)) / 100n;
    return {
      terms: { ...terms, leastSeatFee },
      fuelUsed: (rest.fuelLimit * BigInt(used)) / 100n,
    };
  });

it('forecasts of every outcome what the settlement pays, solver fee included', () => {
  fc.assert(
    fc.property(runs, ({ terms, fuelUsed }) => {
      const run = {
        ...{ prices: terms, fuelLimit: terms.fuelLimit, expectedFuel: fuelUsed },
        ...{ theta: terms.theta, n: terms.n, auditBps: terms.auditBps },
        ...{ executionWindow: terms.executionWindow, reviewWindow: terms.reviewWindow },
        solverFee: terms.jobSolverFee,
      };
      const isInsured = terms.verification === VERIFICATION.A;
      const figures = runFigures(run, testConfig);
      const rows = forecastOutcomes(run, figures, testConfig, terms.leastSeatFee, isInsured);
      expect(rows.length).toBe(terms.n === 0 ? 3 : 7);
      for (const { outcome, pays, back, compensation, provider } of rows) {
        const { payout, buyerLock, providerLock } = settlementOf(outcome, terms, fuelUsed);
        expect([outcome, compensation - pays]).toEqual([outcome, payout.toBuyer - buyerLock]);
        expect([outcome, provider]).toEqual([outcome, payout.toProvider - providerLock]);
        expect([outcome, pays + back]).toEqual([outcome, buyerLock]);
      }
    }),
    { numRuns: 300 },
  );
});
