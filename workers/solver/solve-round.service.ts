import type { Address, Hex } from 'viem';
import type { CourtRecord } from '../../lib/chain/court-fold';
import type { MarketAccess } from '../../lib/chain/market.server';
import { readAccount, readLane } from '../../lib/chain/market.server';
import { CallRefusedError, type CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import { buildMatch, splitSignature } from '../../lib/offers/match-item';
import type { MarketConfig } from '../../lib/shared/market-config';
import {
  locksOf,
  type OpenJob,
  type OpenResource,
  reasonsAgainst,
} from '../../lib/solver/feasibility';
import { keyOf, matchOffers, type Pairing } from '../../lib/solver/match-offers';
import type { RestingPairs } from '../../lib/solver/resting-pairs';
import type { JobTracer } from '../../lib/telemetry/tracer.server';

export interface SolvePorts {
  readonly access: MarketAccess;
  readonly sender: CallSender;
  readonly config: MarketConfig;
  readonly courts: () => Promise<ReadonlyMap<Hex, CourtRecord>>;
  /** Every job offer that waits, oldest first. */
  readonly waiting: readonly OpenJob[];
  readonly readResources: () => Promise<OpenResource[]>;
  readonly resting: RestingPairs;
  readonly now: () => Promise<number>;
  readonly tracer: Pick<JobTracer, 'run'>;
  readonly log: Logger;
}

/**
 * One round: reads what is offered for the jobs that wait, pairs it, deposits by permit where a buyer signed one, sends the
 * matches. A pair that the market refuses rests for a while; the next round tries the job elsewhere.
 *
 * @returns how many deals were started
 */
export async function solveRound(ports: SolvePorts): Promise<number> {
  const { waiting } = ports;
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
  const lanes = new Map<Hex, Promise<number[]>>();
  const started = await Promise.allSettled(
    pairings.map((pairing) => startDeal(ports, pairing, courts, lanes, now)),
  );
  const broken = started.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
  return started.filter((result) => result.status === 'fulfilled' && result.value).length;
}

async function startDeal(
  ports: SolvePorts,
  { job, resource }: Pairing,
  courts: ReadonlyMap<Hex, CourtRecord>,
  lanes: Map<Hex, Promise<number[]>>,
  now: number,
): Promise<boolean> {
  const { access, sender, log } = ports;
  const free = lanes.get(resource.hash) ?? freeLanes(access, resource);
  lanes.set(resource.hash, free);
  const lane = (await free).shift();
  if (lane === undefined) return false;
  try {
    await depositFor(ports, job, resource);
    const match = buildMatch({
      job: job.submission,
      resource: resource.submission,
      ticket: resource.ticket
        ? { ...resource.ticket, resourceOfferHash: resource.hash }
        : undefined,
      court: courts.get(job.submission.offer.court),
      lane,
      failed: job.failed,
    });
    await ports.tracer.run(job.hash, 'match', { resource: resource.hash }, () =>
      sender.send({ functionName: 'matchDeal', args: [match.resource, match.job] }),
    );
    log.info({ job: job.hash, resource: resource.hash }, 'matched');
    return true;
  } catch (err) {
    if (!(err instanceof CallRefusedError)) throw err;
    // A permit that cannot be used fails with every provider.
    if (err.call === 'depositWithPermit') ports.resting.restJob(job.hash, now);
    else ports.resting.restPair(job.hash, resource.hash, now);
    log.warn({ job: job.hash, resource: resource.hash, reason: err.problem.name }, err.message);
    return false;
  }
}

/** Hands in the buyer's permit where its balance alone is too small. */
async function depositFor(ports: SolvePorts, job: OpenJob, resource: OpenResource): Promise<void> {
  const { permit, offer } = job.submission;
  if (!permit) return;
  const needed = locksOf(job, resource)[0].amount;
  const { available } = await readAccount(ports.access, offer.buyer);
  if (available >= needed) return;
  const { v, r, s } = splitSignature(permit.signature);
  const { owner, amount, deadline } = permit;
  await ports.sender.send({
    functionName: 'depositWithPermit',
    args: [owner, amount, deadline, v, r, s],
  });
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

async function freeLanes(access: MarketAccess, { submission }: OpenResource): Promise<number[]> {
  const { provider, nonce, concurrent } = submission.offer;
  const lanes = Array.from({ length: Math.min(concurrent, 64) }, (_, lane) => lane);
  const states = await Promise.all(lanes.map((lane) => readLane(access, provider, nonce, lane)));
  return lanes.filter((lane) => (BigInt(states[lane] ?? '0x1') & 1n) === 0n);
}
