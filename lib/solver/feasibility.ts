import type { Address, Hex } from 'viem';
import type { CourtRecord } from '../chain/court-fold';
import type { MarketErrorName } from '../chain/market-error-name';
import { MAX_TICKET_SECONDS } from '../offers/deal-windows';
import type { JobSubmission, ResourceSubmission } from '../offers/match-item';
import { needsTicket } from '../offers/match-item';
import { UNLIMITED_DEALS, VERIFICATION } from '../offers/offer-types';
import { buyerLockOf, dealValueOf, providerLockOf, type Stakes } from '../offers/price';
import { includesHex, sameHex, ZERO_ADDRESS } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';
import { fitReasons, holdReasons, listReasons } from './fit-reasons';
import { unless } from './reason';
import { unverifiedReasons, verifiedReasons } from './verification-reasons';

/** A job offer that waits, as the API lists it. */
export type OpenJob = {
  readonly hash: Hex;
  readonly submission: JobSubmission;
  /** Providers of its failed deals, in order. */
  readonly failed: readonly Address[];
  /** What the API has left out already: cancelled, or its nonce has a deal. */
  readonly isCancelled?: boolean;
  readonly isUsed?: boolean;
};

/** A resource offer with its newest ticket. */
export type OpenResource = {
  readonly hash: Hex;
  readonly submission: ResourceSubmission;
  readonly ticket: { readonly until: number; readonly signature: Hex } | null;
  readonly dealsEver: number;
  readonly dealsLive: number;
  readonly isCancelled?: boolean;
  /** The lane that a match would name; without it any free one will be taken. */
  readonly lane?: { readonly number: number; readonly isBusy: boolean };
};

export type MatchFacts = {
  /** Chain time of the match, unix seconds. */
  readonly now: number;
  /** Who will send the match. */
  readonly solver: Address;
  readonly config: MarketConfig;
  /** By id, in lower case. */
  readonly courts: ReadonlyMap<Hex, CourtRecord>;
  /** Seconds that the match may need to get into a block (default 5): tickets must outlive them. */
  readonly slack?: number;
};

const DEFAULT_SLACK = 5;

/**
 * What keeps a pair from being a deal: the contract's errors in the order in which it looks, empty =
 * feasible (PROTOCOL section 2). Signatures, lists' hashes and balances are not looked at.
 */
export function reasonsAgainst(
  job: OpenJob,
  resource: OpenResource,
  facts: MatchFacts,
): MarketErrorName[] {
  return [...resourceReasons(resource, facts), ...jobReasons(job, resource, facts)];
}

/** What keeps a resource offer from any match: what a batch of jobs shares is looked at first. */
export function resourceReasons(
  resource: OpenResource,
  { now, solver, slack = DEFAULT_SLACK }: MatchFacts,
): MarketErrorName[] {
  const offered = resource.submission.offer;
  const until = resource.ticket?.until ?? 0;
  const isFresh = until >= now + slack && until <= now + MAX_TICKET_SECONDS + slack;
  return [
    ...unless(now <= offered.expiry, 'Market_ResourceExpired'),
    ...unless(isFor(solver, offered.solver), 'Market_WrongSolver'),
    ...unless(!resource.isCancelled, 'Market_ResourceCancelled'),
    ...unless(!needsTicket(offered) || isFresh, 'Market_TicketStale'),
  ];
}

/** What keeps one job from a resource offer that could be matched. */
export function jobReasons(
  job: OpenJob,
  resource: OpenResource,
  facts: MatchFacts,
): MarketErrorName[] {
  const { submission } = job;
  const isVerified = submission.offer.verification !== VERIFICATION.none;
  return [
    ...sideReasons(job, resource, facts),
    ...fitReasons(submission.offer, resource.submission.offer, facts.config),
    ...listReasons(submission, resource.submission),
    ...(isVerified
      ? verifiedReasons(submission, resource.submission, facts)
      : unverifiedReasons(submission.offer)),
    ...holdReasons(submission, facts),
    ...usageReasons(job, resource),
  ];
}

/** Whose available balance is too small; the contract looks at it after all other terms. */
export function balanceReasons(
  job: OpenJob,
  resource: OpenResource,
  availableOf: (who: Address) => bigint,
): MarketErrorName[] {
  const [buyer, provider] = locksOf(job, resource);
  const isOne = sameHex(buyer.who, provider.who);
  const left = availableOf(provider.who) - (isOne ? buyer.amount : 0n);
  return [
    ...unless(buyer.amount <= availableOf(buyer.who), 'Market_BuyerBalanceTooLow'),
    ...unless(provider.amount <= left, 'Market_ProviderBalanceTooLow'),
  ];
}

/** What buyer and provider lock at the match. */
export function locksOf(job: OpenJob, resource: OpenResource) {
  const wanted = job.submission.offer;
  const offered = resource.submission.offer;
  const stakes: Stakes = {
    value: dealValueOf(offered, wanted.fuelLimit),
    theta: wanted.penaltyRate,
    n: wanted.panelSize,
    isVerified: wanted.verification !== VERIFICATION.none,
  };
  return [
    { who: wanted.buyer, amount: buyerLockOf(stakes, wanted.solverFee) },
    { who: offered.provider, amount: providerLockOf(stakes, offered.solverFee) },
  ] as const;
}

/** What jobs that differ in inputs and nonce alone share. */
function sideReasons(
  { submission }: OpenJob,
  resource: OpenResource,
  { now, solver }: MatchFacts,
): MarketErrorName[] {
  const { offer: wanted, lists } = submission;
  const { provider } = resource.submission.offer;
  const isListed = !lists.providers || includesHex(lists.providers, provider);
  return [
    ...unless(now <= wanted.expiry, 'Market_JobExpired'),
    ...unless(isFor(solver, wanted.solver), 'Market_WrongSolver'),
    ...unless(isListed, 'Market_ProviderNotListed'),
  ];
}

/** What has become of the offers' nonces and of the lane. */
function usageReasons(job: OpenJob, resource: OpenResource): MarketErrorName[] {
  const wanted = job.submission.offer;
  const offered = resource.submission.offer;
  const { lane } = resource;
  const isLeft = offered.total === UNLIMITED_DEALS || resource.dealsEver < offered.total;
  return [
    ...unless(!job.isCancelled, 'Market_JobCancelled'),
    ...unless(!job.isUsed, 'Market_JobUsed'),
    ...unless(isLeft, 'Market_ResourceUsedUp'),
    ...unless((lane?.number ?? -1) < offered.concurrent, 'Market_LaneOutOfRange'),
    ...unless(lane ? !lane.isBusy : resource.dealsLive < offered.concurrent, 'Market_LaneBusy'),
    ...unless(job.failed.length < wanted.attempts, 'Market_AttemptsUsed'),
    ...unless(!includesHex(job.failed, offered.provider), 'Market_FailedBefore'),
  ];
}

/** Whether an offer names this solver, or none. */
function isFor(solver: Address, named: Address): boolean {
  return sameHex(named, ZERO_ADDRESS) || sameHex(named, solver);
}
