import type { Address, Hex } from 'viem';
import { type CourtRecord, servesIn } from '../chain/court-fold';
import type { MarketErrorName } from '../chain/market-error-name';
import type { JobSubmission, ResourceSubmission } from '../offers/match-item';
import type { JobOffer } from '../offers/offer-types';
import { AUDIT_BOUND, dealValueOf, maxSolverFeeOf } from '../offers/price';
import { includesHex, sameHex, ZERO_BYTES32 } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';
import { RESOURCES } from './fit-reasons';
import { unless } from './reason';

/** The largest panel that the contract allows. */
export const MAX_PANEL = 15;

type CourtFactsOfMatch = {
  readonly now: number;
  readonly solver: Address;
  readonly config: Pick<MarketConfig, 'publicDraws'>;
  readonly courts: ReadonlyMap<Hex, CourtRecord>;
};

/** Verification none buys no audit, no panel, no court. */
export function unverifiedReasons(wanted: JobOffer): MarketErrorName[] {
  const isPlain =
    wanted.auditBps === 0 &&
    wanted.panelSize === 0 &&
    sameHex(wanted.court, ZERO_BYTES32) &&
    sameHex(wanted.drawCommit, ZERO_BYTES32);
  return unless(isPlain, 'Market_NothingToVerify');
}

/** Rate, penalty and panel of an audited deal, and its court. */
export function verifiedReasons(
  job: JobSubmission,
  resource: ResourceSubmission,
  facts: CourtFactsOfMatch,
): MarketErrorName[] {
  const { panelSize: n, penaltyRate: theta, auditBps, drawCommit, solverFee } = job.offer;
  const { offer: offered } = resource;
  const value = dealValueOf(offered, job.offer.fuelLimit);
  const highestFee = maxSolverFeeOf({ value, theta, n, isVerified: true }, auditBps);
  const isPublic = sameHex(drawCommit, ZERO_BYTES32);
  return [
    ...unless(theta >= Math.max(1, offered.minTheta), 'Market_ThetaOutOfRange'),
    ...unless(n % 2 === 1 && n <= Math.min(MAX_PANEL, offered.maxPanelSize), 'Market_BadPanelSize'),
    ...unless(auditBps >= 1 && auditBps <= 10_000, 'Market_BadAuditRate'),
    ...unless(auditBps * (theta + n + 1) >= AUDIT_BOUND, 'Market_AuditRateTooLow'),
    ...unless(solverFee <= highestFee, 'Market_SolverFeeTooHigh'),
    ...unless(!isPublic || facts.config.publicDraws, 'Market_PublicDrawsDisabled'),
    ...unless(includesHex(resource.lists.courts, job.offer.court), 'Market_CourtNotListed'),
    ...courtReasons(job, resource, facts, value),
  ];
}

/** The court's terms admit the job, and enough of its members joined before now. */
function courtReasons(
  { offer: wanted, inputReceipt }: JobSubmission,
  { offer: offered }: ResourceSubmission,
  { now, solver, courts }: CourtFactsOfMatch,
  value: bigint,
): MarketErrorName[] {
  const court = courts.get(wanted.court.toLowerCase() as Hex);
  if (!court) return ['Market_NoSuchCourt'];
  const { terms, engines, directories } = court;
  const isJudged = engines.some(
    ({ engine, class_ }) => sameHex(engine, wanted.engine) && class_ === wanted.verification,
  );
  const parties = [wanted.buyer, offered.provider, solver];
  return [
    ...unless(isJudged, 'Market_EngineNotInCourt'),
    ...unless(
      RESOURCES.every((name) => wanted[name] <= terms[name]) &&
        wanted.fuelLimit <= terms.maxFuel &&
        wanted.executionWindow <= terms.maxExecutionWindow,
      'Market_CourtRefuses',
    ),
    ...unless(terms.minSeatFee <= value / 2n, 'Market_SeatFeeTooHigh'),
    ...unless(includesHex(directories, inputReceipt.directory), 'Market_DirectoryNotListed'),
    ...unless(
      servingBesides(court, parties, now) >= 3 * wanted.panelSize + 1,
      'Market_CourtTooSmall',
    ),
  ];
}

/** How many members of the court could be drawn for a deal of these parties. */
export function servingBesides(
  court: CourtRecord,
  parties: readonly Address[],
  now: number,
): number {
  return court.memberships.filter(
    (membership) => servesIn(membership, now) && !includesHex(parties, membership.member),
  ).length;
}
