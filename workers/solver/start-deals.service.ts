import type { Hex } from 'viem';
import type { CourtRecord } from '../../lib/chain/court-fold';
import type { MarketAccess } from '../../lib/chain/market.server';
import { readAccount, readLane } from '../../lib/chain/market.server';
import { skipReasonOf } from '../../lib/chain/market-error.view';
import { CallRefusedError, type CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import { buildMatch, splitSignature } from '../../lib/offers/match-item';
import { batchMatches, type DraftMatch, type MatchBatch } from '../../lib/solver/batch-matches';
import { locksOf, type OpenJob, type OpenResource } from '../../lib/solver/feasibility';
import type { Pairing } from '../../lib/solver/match-offers';
import type { RestingPairs } from '../../lib/solver/resting-pairs';

export interface StartPorts {
  readonly access: MarketAccess;
  readonly sender: CallSender;
  readonly resting: RestingPairs;
  readonly log: Logger;
}

/**
 * Deposits by permit where a buyer signed one, and sends the matches, those on one resource offer
 * together. A pair that the market refuses rests for a while.
 *
 * @param now chain time, unix seconds
 * @returns how many deals were started
 */
export async function startDeals(
  ports: StartPorts,
  pairings: readonly Pairing[],
  courts: ReadonlyMap<Hex, CourtRecord>,
  now: number,
): Promise<number> {
  const lanes = new Map<Hex, Promise<number[]>>();
  const drafts = await allOf(
    pairings.map((pairing) => draftMatch(ports, pairing, courts, lanes, now)),
  );
  const ready = drafts.filter((draft) => draft !== undefined);
  const started = await allOf(batchMatches(ready).map((batch) => sendBatch(ports, batch, now)));
  return started.reduce((sum, count) => sum + count, 0);
}

async function draftMatch(
  ports: StartPorts,
  pairing: Pairing,
  courts: ReadonlyMap<Hex, CourtRecord>,
  lanes: Map<Hex, Promise<number[]>>,
  now: number,
): Promise<DraftMatch<Pairing> | undefined> {
  const { job, resource } = pairing;
  const free = lanes.get(resource.hash) ?? freeLanes(ports.access, resource);
  lanes.set(resource.hash, free);
  const lane = (await free).shift();
  if (lane === undefined) return undefined;
  try {
    await depositFor(ports, job, resource);
  } catch (err) {
    if (!(err instanceof CallRefusedError)) throw err;
    // A permit that cannot be used fails with every provider.
    ports.resting.restJob(job.hash, now);
    tellRefused(ports, pairing, err.problem.name, err.message);
    return undefined;
  }
  const sides = buildMatch({
    job: job.submission,
    resource: resource.submission,
    ticket: resource.ticket ? { ...resource.ticket, resourceOfferHash: resource.hash } : undefined,
    court: courts.get(job.submission.offer.court),
    lane,
    failed: job.failed,
  });
  return { sides, kept: pairing };
}

async function sendBatch(
  ports: StartPorts,
  { resource, jobs, kept }: MatchBatch<Pairing>,
  now: number,
): Promise<number> {
  const [side] = jobs;
  const [only] = kept;
  if (kept.length === 1 && side && only) {
    try {
      await ports.sender.send({ functionName: 'matchDeal', args: [resource, side] });
      ports.log.info({ job: only.job.hash, resource: only.resource.hash }, 'matched');
      return 1;
    } catch (err) {
      if (!(err instanceof CallRefusedError)) throw err;
      ports.resting.restPair(only.job.hash, only.resource.hash, now);
      tellRefused(ports, only, err.problem.name, err.message);
      return 0;
    }
  }
  const { events } = await ports.sender.send({
    functionName: 'matchDeals',
    args: [resource, jobs],
  });
  const skipped = new Map(
    events.flatMap((event) =>
      event.name === 'Skipped' ? [[Number(event.args.index), event.args.reason] as const] : [],
    ),
  );
  for (const [index, pairing] of kept.entries()) {
    const reason = skipped.get(index);
    if (reason === undefined) {
      ports.log.info({ job: pairing.job.hash, resource: pairing.resource.hash }, 'matched');
      continue;
    }
    const { name, text } = skipReasonOf(reason);
    ports.resting.restPair(pairing.job.hash, pairing.resource.hash, now);
    tellRefused(ports, pairing, name, text);
  }
  return kept.length - skipped.size;
}

function tellRefused(
  { log }: StartPorts,
  { job, resource }: Pairing,
  reason: string,
  text: string,
) {
  log.warn({ job: job.hash, resource: resource.hash, reason }, text);
}

/** Hands in the buyer's permit where its balance alone is too small. */
async function depositFor(ports: StartPorts, job: OpenJob, resource: OpenResource): Promise<void> {
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

async function freeLanes(access: MarketAccess, { submission }: OpenResource): Promise<number[]> {
  const { provider, nonce, concurrent } = submission.offer;
  const lanes = Array.from({ length: Math.min(concurrent, 64) }, (_, lane) => lane);
  const states = await Promise.all(lanes.map((lane) => readLane(access, provider, nonce, lane)));
  return lanes.filter((lane) => (BigInt(states[lane] ?? '0x1') & 1n) === 0n);
}

/** All results; waits for every one before the first failure is thrown. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const broken = results.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
