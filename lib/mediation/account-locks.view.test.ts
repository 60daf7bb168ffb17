import { expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { CAUSE, NO_CASE, STAGE, VERDICT } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { accountLocks } from './account-locks.view';

const limits = { grace: 60, appealWindow: 600, seatWait: 600, tokenSymbol: 'RUSD' };
const { terms } = dealRecord();
function lockOf(record: Partial<DealRecord>, now: number) {
  const [lock] = accountLocks([dealRecord(record)], terms.provider, now, limits);
  if (!lock) throw new Error('The provider has nothing locked');
  return lock;
}

it('tells a result that is owed from an appeal that is open, though both are the provider’s move', () => {
  const running = lockOf({}, terms.matchedAt + 1);
  expect(running).toMatchObject({ isResultOwed: true, next: { who: 'provider' } });
  const inCase = {
    ...{ ...NO_CASE, stage: STAGE.Verdict1, cause: CAUSE.Dispute },
    ...{ firstVerdict: VERDICT.Overturned, deadline: terms.matchedAt + 300 },
  };
  const lost = lockOf({ stage: STAGE.Verdict1, case: inCase }, terms.matchedAt + 200);
  expect(lost).toMatchObject({ isResultOwed: false, next: { who: 'provider' } });
});

it('owes nothing that would come too late', () => {
  const tooLate = terms.matchedAt + terms.executionWindow + limits.grace + 1;
  expect(lockOf({}, tooLate).isResultOwed).toBe(false);
});
