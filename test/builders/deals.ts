import { getAddress } from 'viem';
import type { Terms } from '../../lib/chain/terms';
import type { JobOffer, ResourceOffer } from '../../lib/offers/offer-types';
import { jobOffer, resourceOffer, testAddress, testHash } from './offers';

/** The terms of a deal between jobOffer() and resourceOffer(), matched at 1,700,000,000. */
export function dealTerms(
  overrides: Partial<Terms> = {},
  offers: { job?: Partial<JobOffer>; resource?: Partial<ResourceOffer> } = {},
): Terms {
  const job = jobOffer(offers.job);
  const resource = resourceOffer(offers.resource);
  return {
    buyer: getAddress(job.buyer),
    fuelLimit: job.fuelLimit,
    executionWindow: job.executionWindow,
    provider: getAddress(resource.provider),
    jobNonce: job.nonce,
    reviewWindow: job.reviewWindow,
    solver: testAddress(0x50),
    resourceNonce: resource.nonce,
    theta: job.penaltyRate,
    lane: 0,
    basePrice: resource.basePrice,
    fuelPrice: resource.fuelPrice,
    matchedAt: 1_700_000_000,
    n: job.panelSize,
    auditBps: job.auditBps,
    jobSolverFee: job.solverFee,
    resourceSolverFee: resource.solverFee,
    attempt: 0,
    verification: job.verification,
    leastSeatFee: 500n,
    court: job.court,
    drawCommit: job.drawCommit,
    directoriesHash: testHash(0xdd),
    ...overrides,
  };
}
