import type { Address } from 'viem';
import type { CourtRecord } from '../chain/court-fold';
import type { MarketErrorName } from '../chain/market-error-name';
import type { OfferPorts } from '../offers/check-offer.service';
import { type CourtItem, listCourts } from '../offers/courts.query';
import type { JobOfferItem } from '../offers/job-offers.query';
import type { Verification } from '../offers/offer-types';
import {
  listResourceOffers,
  type ResourceOfferFilter,
  type ResourceOfferItem,
} from '../offers/resource-offers.query';
import { type Constraint, constraintsOf } from '../offers/search/fit-constraints.query';
import { groupMisfits } from '../offers/search/misfits.query';
import type { OfferNeeds } from '../offers/search/offer-needs';
import { EVERYTHING } from '../offers/search/offer-query';
import type { SearchFacts } from '../offers/search/search-columns.query';
import { searchOffers } from '../offers/search/search-offers.query';
import { sameHex } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';
import { balanceReasons, type MatchFacts, type OpenJob, reasonsAgainst } from './feasibility';
import { keyOf } from './match-offers';
import { obstacleText } from './obstacle-words.view';
import type { Obstacle, Outlook } from './outlook';
import { figuresOf, type Pair } from './reason-figures';

/** How many offers are looked at one by one. */
const OFFERS = 50;

/** What an explanation depends on besides the offers. */
type OutlookFacts = {
  readonly config: MarketConfig;
  /** Ids of the engines of each kind. */
  readonly engines: SearchFacts['engines'];
  /** Chain time, seconds. */
  readonly now: number;
  /** The token's, for amounts in the texts. */
  readonly symbol: string;
};

/**
 * Says of a waiting job offer what it waits for: which offers fit it, and what is in the way of the
 * others, balances included. Those that fit by what they say are looked at first, then the cheapest.
 * Who will send the match is not known: if the job names a solver it is that one.
 */
export async function explainJobOffer(
  { db, reader }: Pick<OfferPorts, 'db' | 'reader'>,
  item: JobOfferItem,
  { config, engines, now, symbol }: OutlookFacts,
): Promise<Outlook> {
  const courts = await listCourts(db);
  const { offer, permit } = item.submission;
  const needs = needsOf(item, courts);
  const search: SearchFacts = { now, fuel: offer.fuelLimit, engines, needs };
  const constraints = constraintsOf(search, EVERYTHING);
  const [items, misfits] = await Promise.all([
    candidatesOf(db, item, { ...search, constraints }),
    groupMisfits(db, search, constraints),
  ]);
  const job: OpenJob = { hash: item.hash, submission: item.submission, failed: item.failed };
  const people = new Map<string, Address>(
    [offer.buyer, ...items.map(({ provider }) => provider)].map((who) => [keyOf(who), who]),
  );
  // A permit that another purchase of its buyer was quicker than deposits nothing any more.
  const [funds, permitProblem] = await Promise.all([
    reader.funds([...people.values()]),
    permit && reader.permitProblem(permit),
  ]);
  const balances = new Map(funds);
  const buyerKey = keyOf(offer.buyer);
  const deposit = permit && permitProblem === undefined ? permit.amount : 0n;
  balances.set(buyerKey, (balances.get(buyerKey) ?? 0n) + deposit);
  const facts: MatchFacts = {
    now,
    solver: offer.solver,
    config,
    courts: new Map(courts.map((court) => [court.id, recordOf(court)])),
  };
  const availableOf = (who: Address) => balances.get(keyOf(who)) ?? 0n;
  const obstacles = items.map((item) => {
    // As the market's solver sees it: a machine that takes no deals is left alone, whatever it has sent.
    const rests = item.state === 'off' && (item.ticket?.until ?? 0) >= now;
    const resource = rests ? { ...item, ticket: null } : item;
    const names = [
      ...reasonsAgainst(job, resource, facts),
      ...balanceReasons(job, resource, availableOf),
    ];
    const { hash: resourceOfferHash, provider } = resource;
    const pair: Pair = { job, resource, facts, availableOf };
    const reasons = names.map((name) => reasonOf(name, pair, symbol));
    return { resourceOfferHash, provider, reasons };
  });
  const isInTheWay = ({ reasons }: Obstacle) => reasons.length > 0;
  const inTheWay = obstacles.filter(isInTheWay);
  return { fitting: obstacles.length - inTheWay.length, obstacles: inTheWay, misfits };
}

/** Offers to look at: of the providers that the buyer allows, or those that fit and the cheapest. */
async function candidatesOf(
  db: OfferPorts['db'],
  { submission }: JobOfferItem,
  search: SearchFacts & { readonly constraints: readonly Constraint[] },
): Promise<ResourceOfferItem[]> {
  const list = async (filter: ResourceOfferFilter) =>
    (await listResourceOffers(db, filter, search.now, { limit: OFFERS })).items;
  const { providers } = submission.lists;
  if (providers) {
    const own = await Promise.all(providers.slice(0, OFFERS).map((provider) => list({ provider })));
    return own.flat().slice(0, OFFERS);
  }
  const sort = { field: 'price', isDescending: false } as const;
  const [{ items: lines }, cheapest] = await Promise.all([
    searchOffers(db, { ...search, sort, limit: OFFERS }),
    list({}),
  ]);
  const fitting = lines.length === 0 ? [] : await list({ hashes: lines.map(({ hash }) => hash) });
  const known = new Set(fitting.map(({ hash }) => hash));
  return [...fitting, ...cheapest.filter(({ hash }) => !known.has(hash))].slice(0, OFFERS);
}

/** What the signed offer asks for, as searches of offers take it. */
function needsOf({ submission }: JobOfferItem, courts: readonly CourtItem[]): OfferNeeds {
  const { offer, lists } = submission;
  const { cpuMilli, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB } = offer;
  const court = courts.find(({ id }) => sameHex(id, offer.court));
  return {
    moduleId: offer.moduleId,
    engine: offer.engine,
    resources: { cpuMilli, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB },
    fuelLimit: offer.fuelLimit,
    verification: offer.verification as Verification,
    court: offer.court,
    leastSeatFee: court?.terms.minSeatFee ?? 0n,
    directories: lists.directories,
    n: offer.panelSize,
    theta: offer.penaltyRate,
    executionWindow: offer.executionWindow,
    reviewWindow: offer.reviewWindow,
  };
}

function reasonOf(name: MarketErrorName, pair: Pair, symbol: string): Obstacle['reasons'][number] {
  const figures = figuresOf(name, pair);
  const values = figures.values.map((value) => [value]);
  return { name, ...figures, text: obstacleText({ ...figures, name, values }, symbol) };
}

function recordOf(court: CourtItem): CourtRecord {
  const memberships = court.memberships.flatMap(({ address: member, joinedAt, leftAt }) => {
    if (joinedAt === null) return [];
    return leftAt === null ? { member, joinedAt } : { member, joinedAt, leftAt };
  });
  return { ...court, memberships };
}
