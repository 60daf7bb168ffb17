import { expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testHash } from '../../test/builders/offers';
import { testConfig } from '../../test/builders/test-config';
import { STAGE } from '../chain/deal-facts';
import type { DealFacts } from './deal-state';
import { partyCalls } from './party-calls';

const END = 1_700_000_090;
const deal: DealFacts = {
  dealId: testHash(1),
  terms: dealTerms(),
  stage: STAGE.Cleared,
  commits: [],
  post: {
    stage: STAGE.Cleared,
    seal: testHash(5),
    fuelUsed: 1n,
    reviewEndsAt: END,
    drawBlock: 12n,
    hasReceipt: true,
    secretShown: false,
  },
};
const calls = (now: number, head: number | undefined) =>
  partyCalls(deal, 'buyer', now, head, testConfig);

it('keeps the dispute on offer while the chain takes it, however far ahead another clock is', () => {
  expect(calls(END + 3_600, END)).toEqual(['accept', 'dispute']);
  expect(calls(END + 3_600, END + 1)).toEqual(['accept']);
});

it('goes by the page where the chain does not answer, and by no block that is ahead of it', () => {
  expect(calls(END, undefined)).toEqual(['accept', 'dispute']);
  expect(calls(END + 1, undefined)).toEqual(['accept']);
  expect(calls(END - 10, END + 500)).toEqual(['accept', 'dispute']);
});
