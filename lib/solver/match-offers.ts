import type { Address } from 'viem';
import { dealValueOf } from '../offers/price';
import { compareHex } from '../shared/address';
import {
  balanceReasons,
  locksOf,
  type MatchFacts,
  type OpenJob,
  type OpenResource,
  reasonsAgainst,
} from './feasibility';

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
  const availableOf = (who: Address) => left.get(keyOf(who)) ?? 0n;
  const taken = new Map<string, number>();
  const usedJobs = new Set<string>();
  const pairings: Pairing[] = [];
  for (const job of jobs) {
    const { buyer, nonce } = job.submission.offer;
    const nonceKey = `${keyOf(buyer)}:${nonce}`;
    if (usedJobs.has(nonceKey)) continue;
    const resource = byPrice(resources, job).find(
      (candidate) =>
        !isResting(job, candidate) &&
        reasonsAgainst(job, withTaken(candidate, taken), facts).length === 0 &&
        balanceReasons(job, candidate, availableOf).length === 0,
    );
    if (!resource) continue;
    for (const { who, amount } of locksOf(job, resource)) {
      left.set(keyOf(who), availableOf(who) - amount);
    }
    taken.set(resource.hash, (taken.get(resource.hash) ?? 0) + 1);
    usedJobs.add(nonceKey);
    pairings.push({ job, resource });
  }
  return pairings;
}

/** The key of an account's balance. */
export function keyOf(who: Address): string {
  return who.toLowerCase();
}

function withTaken(resource: OpenResource, taken: ReadonlyMap<string, number>): OpenResource {
  const more = taken.get(resource.hash) ?? 0;
  return {
    ...resource,
    dealsEver: resource.dealsEver + more,
    dealsLive: resource.dealsLive + more,
  };
}

function byPrice(resources: readonly OpenResource[], job: OpenJob): OpenResource[] {
  const { fuelLimit } = job.submission.offer;
  const price = ({ submission }: OpenResource) => dealValueOf(submission.offer, fuelLimit);
  return [...resources].sort((a, b) => {
    const difference = price(a) - price(b);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return compareHex(a.hash, b.hash);
  });
}
