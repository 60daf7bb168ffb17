import type { Address, Hex } from 'viem';
import type { CourtRecord } from '../chain/court-fold';
import { describeMarketError } from '../chain/market-error.view';
import type { MarketErrorName } from '../chain/market-error-name';
import type { OfferPorts } from '../offers/check-offer.service';
import { type CourtItem, listCourts } from '../offers/courts.query';
import type { JobOfferItem } from '../offers/job-offers.query';
import { listResourceOffers } from '../offers/resource-offers.query';
import type { MarketConfig } from '../shared/market-config';
import { balanceReasons, type MatchFacts, type OpenJob, reasonsAgainst } from './feasibility';
import { keyOf } from './match-offers';

/** How many of the cheapest usable offers are looked at. */
const OFFERS = 50;

/** Why one resource offer cannot take the job. */
export type Obstacle = {
  readonly resourceOfferHash: Hex;
  readonly provider: Address;
  readonly reasons: readonly { readonly name: MarketErrorName; readonly text: string }[];
};

export type Outlook = {
  /** Resource offers that a solver could match the job with now. */
  readonly fitting: number;
  readonly obstacles: readonly Obstacle[];
};

/**
 * Says of a waiting job offer what it waits for: which of the cheapest offers fit it, and what is in
 * the way of the others, balances included. Who will send the match is not known: if the job names a
 * solver it is that one.
 */
export async function explainJobOffer(
  { db, reader }: Pick<OfferPorts, 'db' | 'reader'>,
  item: JobOfferItem,
  config: MarketConfig,
  now: number,
): Promise<Outlook> {
  const [courts, { items }] = await Promise.all([
    listCourts(db),
    listResourceOffers(db, {}, now, { limit: OFFERS }),
  ]);
  const { offer, permit } = item.submission;
  const job: OpenJob = { hash: item.hash, submission: item.submission, failed: item.failed };
  const people = new Map<string, Address>(
    [offer.buyer, ...items.map(({ provider }) => provider)].map((who) => [keyOf(who), who]),
  );
  const balances = new Map<string, bigint>();
  await Promise.all(
    [...people].map(async ([key, who]) => balances.set(key, await reader.available(who))),
  );
  const buyerKey = keyOf(offer.buyer);
  balances.set(buyerKey, (balances.get(buyerKey) ?? 0n) + (permit?.amount ?? 0n));
  const facts: MatchFacts = {
    now,
    solver: offer.solver,
    config,
    courts: new Map(courts.map((court) => [court.id, recordOf(court)])),
  };
  const obstacles = items.map((resource) => {
    const names = [
      ...reasonsAgainst(job, resource, facts),
      ...balanceReasons(job, resource, (who) => balances.get(keyOf(who)) ?? 0n),
    ];
    const { hash: resourceOfferHash, provider } = resource;
    return { resourceOfferHash, provider, reasons: names.map(reasonOf) };
  });
  const isInTheWay = ({ reasons }: Obstacle) => reasons.length > 0;
  const inTheWay = obstacles.filter(isInTheWay);
  return { fitting: obstacles.length - inTheWay.length, obstacles: inTheWay };
}

function reasonOf(name: MarketErrorName): Obstacle['reasons'][number] {
  // The compared values are not known here; the text stands without them.
  return { name, text: describeMarketError(name).text.replace(/\?/g, '…') };
}

function recordOf(court: CourtItem): CourtRecord {
  const memberships = court.memberships.flatMap(({ address: member, joinedAt, leftAt }) => {
    if (joinedAt === null) return [];
    return leftAt === null ? { member, joinedAt } : { member, joinedAt, leftAt };
  });
  return { ...court, memberships };
}
