import type { Address, Hex } from 'viem';
import type { CourtRecord } from '../chain/court-fold';
import { longestDeal, neededExecutionWindow } from '../offers/deal-windows';
import type { JobSubmission, ResourceSubmission } from '../offers/match-item';
import { needsTicket } from '../offers/match-item';
import { VERIFICATION } from '../offers/offer-types';
import { AUDIT_BOUND, dealValueOf, maxSolverFeeOf } from '../offers/price';
import { includesHex, sameHex, ZERO_ADDRESS, ZERO_BYTES32 } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';

/** A job offer that waits, as the API lists it. */
export type OpenJob = {
  readonly hash: Hex;
  readonly submission: JobSubmission;
  /** Providers of its failed deals, in order. */
  readonly failed: readonly Address[];
};

/** A resource offer with its newest ticket. */
export type OpenResource = {
  readonly hash: Hex;
  readonly submission: ResourceSubmission;
  readonly ticket: { readonly until: number; readonly signature: Hex } | null;
  readonly dealsEver: number;
  readonly dealsLive: number;
};

export type MatchFacts = {
  /** Unix seconds of the chain. */
  readonly now: number;
  /** Who will send the match. */
  readonly solver: Address;
  readonly config: MarketConfig;
  readonly courts: ReadonlyMap<Hex, CourtRecord>;
};

const RESOURCES = ['cpuMilli', 'memoryMiB', 'storageMiB', 'gpuCount', 'gpuMemoryMiB'] as const;
const MAX_PANEL = 15;
/** A ticket must outlive the time that the match needs to get into a block. */
const TICKET_SLACK = 5;

/**
 * What keeps a pair from being a deal, by the names of the contract's errors; empty = feasible
 * (PROTOCOL section 2). Signatures and balances are not looked at.
 */
export function reasonsAgainst(job: OpenJob, resource: OpenResource, facts: MatchFacts): string[] {
  return [
    ...usageReasons(job, resource, facts),
    ...fitReasons(job, resource, facts),
    ...(job.submission.offer.verification === VERIFICATION.none
      ? []
      : verifiedReasons(job, resource, facts)),
  ].filter((reason) => reason !== '');
}

function usageReasons(job: OpenJob, resource: OpenResource, { now, solver }: MatchFacts): string[] {
  const wanted = job.submission.offer;
  const offered = resource.submission.offer;
  const { providers } = job.submission.lists;
  const isForUs = (named: Address) => sameHex(named, ZERO_ADDRESS) || sameHex(named, solver);
  const hasTicket = resource.ticket !== null && resource.ticket.until >= now + TICKET_SLACK;
  return [
    unless(now <= wanted.expiry, 'Market_JobExpired'),
    unless(now <= offered.expiry, 'Market_ResourceExpired'),
    unless(job.failed.length < wanted.attempts, 'Market_AttemptsUsed'),
    unless(!includesHex(job.failed, offered.provider), 'Market_FailedBefore'),
    unless(resource.dealsEver < offered.total, 'Market_ResourceUsedUp'),
    unless(resource.dealsLive < offered.concurrent, 'Market_LaneBusy'),
    unless(isForUs(wanted.solver) && isForUs(offered.solver), 'Market_WrongSolver'),
    unless(!providers || includesHex(providers, offered.provider), 'Market_ProviderNotListed'),
    unless(!needsTicket(offered) || hasTicket, 'Market_TicketStale'),
  ];
}

function fitReasons(job: OpenJob, resource: OpenResource, { now, config }: MatchFacts): string[] {
  const { offer: wanted, lists: wantedLists, inputReceipt } = job.submission;
  const { offer: offered, lists } = resource.submission;
  const value = dealValueOf(offered, wanted.fuelLimit);
  const isAnyModule = sameHex(offered.modulesHash, ZERO_BYTES32);
  const isAnyGpu = sameHex(wanted.gpuModel, ZERO_BYTES32);
  const { directory, heldUntil } = inputReceipt;
  return [
    unless(
      RESOURCES.every((name) => wanted[name] <= offered[name]),
      'Market_ResourcesTooSmall',
    ),
    unless(isAnyGpu || sameHex(wanted.gpuModel, offered.gpuModel), 'Market_GpuModelDiffers'),
    unless(offered.basePrice <= wanted.maxBasePrice, 'Market_BasePriceTooHigh'),
    unless(offered.fuelPrice <= wanted.maxFuelPrice, 'Market_FuelPriceTooHigh'),
    unless(includesHex(lists.engines, wanted.engine), 'Market_EngineNotListed'),
    unless(
      isAnyModule
        ? wanted.verification !== VERIFICATION.B
        : includesHex(lists.modules ?? [], wanted.moduleId),
      'Market_ModuleNotListed',
    ),
    unless(
      (offered.verifications & (1 << wanted.verification)) !== 0,
      'Market_VerificationNotAccepted',
    ),
    unless(
      includesHex(wantedLists.directories, directory) && includesHex(lists.directories, directory),
      'Market_DirectoryNotListed',
    ),
    unless(heldUntil >= now + longestDeal(wanted, config), 'Market_ReceiptTooShort'),
    unless(
      BigInt(wanted.executionWindow) >= neededExecutionWindow(offered, wanted.fuelLimit),
      'Market_WindowTooShort',
    ),
    unless(
      wanted.executionWindow <= config.maxExecutionWindow &&
        wanted.reviewWindow <= Math.min(config.maxReviewWindow, offered.maxReviewWindow),
      'Market_WindowTooLong',
    ),
    unless(value > 0n && value <= offered.maxValue, 'Market_ValueOutOfRange'),
  ];
}

function verifiedReasons(job: OpenJob, resource: OpenResource, facts: MatchFacts): string[] {
  const wanted = job.submission.offer;
  const { offer: offered, lists } = resource.submission;
  const { panelSize: n, penaltyRate: theta, auditBps } = wanted;
  const court = facts.courts.get(wanted.court.toLowerCase() as Hex);
  if (!court) return ['Market_NoSuchCourt'];
  const value = dealValueOf(offered, wanted.fuelLimit);
  const engine = court.engines.find((entry) => sameHex(entry.engine, wanted.engine));
  const { terms } = court;
  const members = joinedBesides(court, [wanted.buyer, offered.provider, facts.solver]);
  return [
    unless(
      theta >= Math.max(1, offered.minTheta) && theta <= offered.maxTheta,
      'Market_ThetaOutOfRange',
    ),
    unless(n % 2 === 1 && n <= Math.min(MAX_PANEL, offered.maxPanelSize), 'Market_BadPanelSize'),
    unless(includesHex(lists.courts, wanted.court), 'Market_CourtNotListed'),
    unless(engine?.class_ === wanted.verification, 'Market_EngineNotInCourt'),
    unless(
      includesHex(court.directories, job.submission.inputReceipt.directory),
      'Market_DirectoryNotListed',
    ),
    unless(
      RESOURCES.every((name) => wanted[name] <= terms[name]) &&
        wanted.fuelLimit <= terms.maxFuel &&
        wanted.executionWindow <= terms.maxExecutionWindow,
      'Market_CourtRefuses',
    ),
    unless(members >= 3 * n + 1, 'Market_CourtTooSmall'),
    unless(2n * terms.minSeatFee <= value, 'Market_SeatFeeTooHigh'),
    unless(
      wanted.solverFee <= maxSolverFeeOf({ value, theta, n, isVerified: true }),
      'Market_SolverFeeTooHigh',
    ),
    unless(auditBps >= 1 && auditBps <= 10_000, 'Market_BadAuditRate'),
    unless(auditBps * (theta + n + 1) >= AUDIT_BOUND, 'Market_AuditRateTooLow'),
  ];
}

function joinedBesides({ memberships }: CourtRecord, others: readonly Address[]): number {
  return memberships.filter(
    ({ member, leftAt }) => leftAt === undefined && !includesHex(others, member),
  ).length;
}

function unless(isFine: boolean, reason: string): string {
  return isFine ? '' : reason;
}
