import type { Address } from 'viem';
import type { JobOfferState } from '@/lib/offers/job-offer-state';
import type { JobSubmission } from '@/lib/offers/match-item';
import { VERIFICATION } from '@/lib/offers/offer-types';
import { buyerLockOf, dealValueOf } from '@/lib/offers/price';
import type { RunTerms } from '@/lib/offers/run-figures';
import type { Json } from '@/lib/shared/json';
import type { SignedTerms } from './run-words';

/** A job offer as GET /api/v1/job-offers/{hash} answers it. */
export interface PostedOffer {
  readonly hash: `0x${string}`;
  readonly buyer: Address;
  readonly state: JobOfferState;
  readonly submission: Pick<Json<JobSubmission>, 'offer' | 'lists'>;
  /** Seconds since 1970. */
  readonly postedAt: number;
}

/** The deal that an offer, or another try of its buyer, became; undefined while it has none. */
export function dealOf(state: JobOfferState): `0x${string}` | undefined {
  return 'dealId' in state ? state.dealId : undefined;
}

/** What a posted offer promises. */
export function termsOf({ submission }: PostedOffer): SignedTerms {
  const { offer, lists } = submission;
  const { cpuMilli, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB } = offer;
  const prices = { basePrice: BigInt(offer.maxBasePrice), fuelPrice: BigInt(offer.maxFuelPrice) };
  const fuelLimit = BigInt(offer.fuelLimit);
  const value = dealValueOf(prices, fuelLimit);
  const isVerified = offer.verification !== VERIFICATION.none;
  const stakes = { value, theta: offer.penaltyRate, n: offer.panelSize, isVerified };
  return {
    resources: { cpuMilli, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB },
    fuelLimit,
    prices,
    providers: lists.providers,
    executionWindow: offer.executionWindow,
    reviewWindow: offer.reviewWindow,
    n: offer.panelSize,
    theta: offer.penaltyRate,
    auditBps: offer.auditBps,
    court: isVerified ? offer.court : undefined,
    directories: lists.directories,
    locked: buyerLockOf(stakes, BigInt(offer.solverFee)),
    value,
    attempts: offer.attempts,
  };
}

/** The same as figures are worked out from, at a likely amount of fuel. */
export function runTermsOf(posted: PostedOffer, expectedFuel: bigint): RunTerms {
  const { prices, fuelLimit, theta, n, auditBps, executionWindow, reviewWindow } = termsOf(posted);
  const solverFee = BigInt(posted.submission.offer.solverFee);
  const windows = { executionWindow, reviewWindow };
  return { prices, fuelLimit, expectedFuel, theta, n, auditBps, ...windows, solverFee };
}
