import type { Address, Hex } from 'viem';
import type { JobSubmission, ResourceSubmission } from './match-item';
import { type JobOffer, VERIFICATION } from './offer-types';
import { buyerLockOf, dealValueOf } from './price';
import type { ResourceOfferState } from './resource-offer-state';

/** One offer of an account that can still be matched. Amounts in token units, times in seconds. */
export type OpenOfferLine = {
  readonly kind: 'job' | 'resource';
  readonly hash: Hex;
  readonly nonce: bigint;
  readonly expiry: number;
  readonly postedAt: number;
  /** Of a job offer. */
  readonly moduleId: Hex | null;
  /** The most that a match locks of the buyer; null for a resource offer, where it is the deal's. */
  readonly mostLocked: bigint | null;
  /** The match brings its own deposit by permit. */
  readonly hasPermit: boolean;
  /** Of a resource offer. */
  readonly state: ResourceOfferState | null;
  readonly ticketKey: Address | null;
};

export function jobOfferLine(item: {
  readonly hash: Hex;
  readonly postedAt: number;
  readonly submission: JobSubmission;
}): OpenOfferLine {
  const { offer, permit } = item.submission;
  return {
    kind: 'job',
    hash: item.hash,
    nonce: offer.nonce,
    expiry: offer.expiry,
    postedAt: item.postedAt,
    moduleId: offer.moduleId,
    mostLocked: mostLockedBy(offer),
    hasPermit: permit !== undefined,
    state: null,
    ticketKey: null,
  };
}

export function resourceOfferLine(item: {
  readonly hash: Hex;
  readonly postedAt: number;
  readonly state: ResourceOfferState;
  readonly submission: ResourceSubmission;
}): OpenOfferLine {
  const { offer } = item.submission;
  return {
    kind: 'resource',
    hash: item.hash,
    nonce: offer.nonce,
    expiry: offer.expiry,
    postedAt: item.postedAt,
    moduleId: null,
    mostLocked: null,
    hasPermit: false,
    state: item.state,
    ticketKey: offer.ticketKey,
  };
}

/** What a match of this offer locks of its buyer at most. */
function mostLockedBy(offer: JobOffer): bigint {
  const prices = { basePrice: offer.maxBasePrice, fuelPrice: offer.maxFuelPrice };
  const stakes = {
    value: dealValueOf(prices, offer.fuelLimit),
    theta: offer.penaltyRate,
    n: offer.panelSize,
    isVerified: offer.verification !== VERIFICATION.none,
  };
  return buyerLockOf(stakes, offer.solverFee);
}
