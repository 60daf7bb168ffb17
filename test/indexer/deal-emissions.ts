import type { Hex } from 'viem';
import { OUTCOME, packWork, STAGE } from '../../lib/chain/deal-facts';
import { packTerms } from '../../lib/chain/terms';
import { dealTerms } from '../builders/deals';
import { testHash } from '../builders/offers';
import { dealEvent } from './event-emitter';

/** Terms of every deal below. */
export const terms = dealTerms();

export const post = {
  stage: STAGE.Posted,
  seal: testHash(5),
  fuelUsed: 4_000_000_000n,
  reviewEndsAt: 1_700_000_090,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};

const work = {
  moduleId: testHash(0x11),
  inputsId: testHash(0x12),
  engine: testHash(0x13),
  cpuMilli: 1_000,
  memoryMiB: 256,
  storageMiB: 64,
  gpuCount: 0,
  gpuMemoryMiB: 0,
  gpuModel: testHash(0),
};

export const partsOf = (dealId: Hex) => ({
  dealId,
  buyer: terms.buyer,
  provider: terms.provider,
  terms: packTerms(terms),
});

export const matched = (dealId: Hex) =>
  dealEvent('DealMatched', {
    ...partsOf(dealId),
    jobOfferHash: testHash(0xed),
    resourceOfferHash: testHash(0xee),
    work: packWork(work),
    directory: terms.solver,
    jobDirectories: [terms.solver],
    resourceDirectories: [],
  });

export const posted = (dealId: Hex) => dealEvent('ResultPosted', { dealId, post });

export const cleared = (dealId: Hex) => dealEvent('DealCleared', { dealId, secretShown: false });

export const settled = (dealId: Hex) => {
  const payout = { toBuyer: 1n, toProvider: 2n, toSolver: 3n, toSeats: 0n, burned: 0n };
  const outcome = OUTCOME.Accepted;
  return dealEvent('DealSettled', { dealId, outcome, price: 9_000n, payout, jobFree: false });
};
