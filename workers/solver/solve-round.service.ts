import type { Address, Hex } from 'viem';
import type { CourtRecord } from '../../lib/chain/court-fold';
import type { MarketAccess } from '../../lib/chain/market.server';
import { readAccount } from '../../lib/chain/market.server';
import type { MarketConfig } from '../../lib/shared/market-config';
import { type OpenJob, type OpenResource, reasonsAgainst } from '../../lib/solver/feasibility';
import { keyOf, matchOffers } from '../../lib/solver/match-offers';
import { type StartPorts, startDeals } from './start-deals.service';

export interface SolvePorts extends StartPorts {
  readonly config: MarketConfig;
  readonly courts: () => Promise<ReadonlyMap<Hex, CourtRecord>>;
  readonly readJobs: () => Promise<OpenJob[]>;
  readonly readResources: () => Promise<OpenResource[]>;
  readonly now: () => Promise<number>;
}

/**
 * One round: reads what is offered, pairs it, deposits by permit where a buyer signed one, sends the
 * matches. A pair that the market refuses rests for a while; the next round tries the job elsewhere.
 *
 * @returns how many deals were started
 */
export async function solveRound(ports: SolvePorts): Promise<number> {
  const waiting = await ports.readJobs();
  if (waiting.length === 0) return 0;
  const [resources, courts, now] = await Promise.all([
    ports.readResources(),
    ports.courts(),
    ports.now(),
  ]);
  const facts = { now, solver: ports.sender.address, config: ports.config, courts };
  // The chain is asked about those only that somebody could serve.
  const jobs = waiting.filter((job) =>
    resources.some((resource) => reasonsAgainst(job, resource, facts).length === 0),
  );
  if (jobs.length === 0) return 0;
  const balances = await readBalances(ports.access, jobs, resources);
  const pairings = matchOffers(jobs, resources, facts, balances, (job, resource) =>
    ports.resting.isResting(job.hash, resource.hash, now),
  );
  return startDeals(ports, pairings, courts, now);
}

async function readBalances(
  access: MarketAccess,
  jobs: readonly OpenJob[],
  resources: readonly OpenResource[],
): Promise<Map<string, bigint>> {
  const people = new Set<Address>([
    ...jobs.map(({ submission }) => submission.offer.buyer),
    ...resources.map(({ submission }) => submission.offer.provider),
  ]);
  const balances = new Map<string, bigint>();
  await Promise.all(
    [...people].map(async (who) => {
      balances.set(keyOf(who), (await readAccount(access, who)).available);
    }),
  );
  for (const { submission } of jobs) {
    const { permit, offer } = submission;
    if (!permit) continue;
    const key = keyOf(offer.buyer);
    balances.set(key, (balances.get(key) ?? 0n) + permit.amount);
  }
  return balances;
}
