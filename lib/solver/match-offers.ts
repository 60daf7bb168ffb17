import type { Address } from 'viem';
import { VERIFICATION } from '../offers/offer-types';
import { buyerLockOf, costOf, dealValueOf, providerLockOf } from '../offers/price';
import { type MatchFacts, type OpenJob, type OpenResource, reasonsAgainst } from './feasibility';

export type Pairing = { readonly job: OpenJob; readonly resource: OpenResource };

/** Available balances in the market by lower-case address, a job's own permit already counted. */
export type Balances = ReadonlyMap<string, bigint>;

/**
 * Pairs waiting jobs with resource offers: jobs in the order given, each with the cheapest feasible
 * offer at its fuel limit, ties by the offer's hash. What a pairing locks and the lane it takes are
 * taken into account for the pairings after it. Deterministic: the same facts give the same pairings.
 *
 * @param isResting pairs that are left out for now, since the market refused them
 */
export function matchOffers(
  jobs: readonly OpenJob[],
  resources: readonly OpenResource[],
  facts: MatchFacts,
  balances: Balances,
  isResting: (job: OpenJob, resource: OpenResource) => boolean = () => false,
): Pairing[] {
  const left = new Map(balances);
  const taken = new Map<string, number>();
  const usedJobs = new Set<string>();
  const pairings: Pairing[] = [];
  for (const job of jobs) {
    const nonceKey = `${job.submission.offer.buyer}:${job.submission.offer.nonce}`;
    if (usedJobs.has(nonceKey)) continue;
    const resource = byPrice(resources, job).find((candidate) => {
      const more = taken.get(candidate.hash) ?? 0;
      const current = {
        ...candidate,
        dealsEver: candidate.dealsEver + more,
        dealsLive: candidate.dealsLive + more,
      };
      return (
        !isResting(job, candidate) &&
        reasonsAgainst(job, current, facts).length === 0 &&
        canLock(job, candidate, left)
      );
    });
    if (!resource) continue;
    for (const { who, amount } of locksOf(job, resource)) {
      left.set(keyOf(who), (left.get(keyOf(who)) ?? 0n) - amount);
    }
    taken.set(resource.hash, (taken.get(resource.hash) ?? 0) + 1);
    usedJobs.add(nonceKey);
    pairings.push({ job, resource });
  }
  return pairings;
}

/** What each side locks at the match. */
export function locksOf(
  job: OpenJob,
  resource: OpenResource,
): { readonly who: Address; readonly amount: bigint }[] {
  const wanted = job.submission.offer;
  const offered = resource.submission.offer;
  const stakes = {
    value: dealValueOf(offered, wanted.fuelLimit),
    theta: wanted.penaltyRate,
    n: wanted.panelSize,
    isVerified: wanted.verification !== VERIFICATION.none,
  };
  return [
    { who: wanted.buyer, amount: buyerLockOf(stakes, wanted.solverFee) },
    { who: offered.provider, amount: providerLockOf(stakes, offered.solverFee) },
  ];
}

function canLock(job: OpenJob, resource: OpenResource, left: Balances): boolean {
  const needed = new Map<string, bigint>();
  for (const { who, amount } of locksOf(job, resource)) {
    needed.set(keyOf(who), (needed.get(keyOf(who)) ?? 0n) + amount);
  }
  return [...needed].every(([who, amount]) => (left.get(who) ?? 0n) >= amount);
}

function byPrice(resources: readonly OpenResource[], job: OpenJob): OpenResource[] {
  const { fuelLimit } = job.submission.offer;
  const price = (resource: OpenResource) => costOf(resource.submission.offer, fuelLimit);
  return [...resources].sort((a, b) => {
    const difference = price(a) - price(b);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return a.hash.toLowerCase() < b.hash.toLowerCase() ? -1 : 1;
  });
}

export function keyOf(who: Address): string {
  return who.toLowerCase();
}
