import type { Db } from '../../lib/db/database.server';
import { ENGINES_BY_KIND } from '../../lib/execution/engine-id';
import { constraintsOf } from '../../lib/offers/search/fit-constraints.query';
import type { OfferCursor } from '../../lib/offers/search/list-parts.query';
import { groupMisfits } from '../../lib/offers/search/misfits.query';
import { countOffers, summariseOffers } from '../../lib/offers/search/offer-summary.query';
import { parseOfferQuery } from '../../lib/offers/search/parse-offer-query';
import { searchOffers } from '../../lib/offers/search/search-offers.query';
import { FUEL, NEEDS, SEARCHES, type Search } from './searches';
import { shareOf, timesOf } from './times';

/** Offers on a page of the list, as the page Offers reads them. */
export const PAGE = 50;
/** How often each list is read, and each count beside it. */
export const LISTS = 30;
const COUNTS = 5;

type Figures = Record<string, number>;

/** Times of the lists of every search, in milliseconds. */
export async function measureLists(db: Db, now: number) {
  const lists: Record<string, Figures> = {};
  const all: number[] = [];
  for (const search of SEARCHES) {
    const { query } = readSearch(search, now);
    const after = await pageBefore(db, query, search.page ?? 1);
    const times = await timesOf(LISTS, () => searchOffers(db, { ...query, after }));
    all.push(...times);
    lists[search.name] = { listP50Ms: shareOf(times, 0.5), listP95Ms: shareOf(times, 0.95) };
  }
  return { listP50Ms: shareOf(all, 0.5), listP95Ms: shareOf(all, 0.95), lists };
}

/** Times of what stands beside the lists: figures, counts of facets, what does not fit. */
export async function measureCounts(db: Db, now: number): Promise<Record<string, Figures>> {
  const counts: Record<string, Figures> = {};
  for (const search of SEARCHES) {
    if (search.sort || search.page || search.fuel) continue; // as without
    const { facts, constraints } = readSearch(search, now);
    const figures = await timesOf(COUNTS, () => summariseOffers(db, facts, constraints));
    const facets = await timesOf(COUNTS, () =>
      countOffers(db, facts, constraints, () => undefined),
    );
    const misfits = await timesOf(COUNTS, () => groupMisfits(db, facts, constraints));
    counts[search.name] = {
      fitting: (await summariseOffers(db, facts, constraints)).fitting,
      figuresP50Ms: shareOf(figures, 0.5),
      facetsP50Ms: shareOf(facets, 0.5),
      misfitsP50Ms: shareOf(misfits, 0.5),
    };
  }
  return counts;
}

function readSearch({ text, sort = 'price', isForRun, fuel = FUEL }: Search, now: number) {
  const parsed = parseOfferQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const needs = isForRun ? NEEDS : undefined;
  const facts = { now, fuel, engines: ENGINES_BY_KIND, needs };
  const constraints = constraintsOf(facts, parsed.query);
  const order = { field: sort, isDescending: sort !== 'price' };
  return { facts, constraints, query: { ...facts, constraints, sort: order, limit: PAGE } };
}

/** Where the page before a search's page ends, found in as few steps as the list allows. */
async function pageBefore(
  db: Db,
  query: ReturnType<typeof readSearch>['query'],
  page: number,
): Promise<OfferCursor | undefined> {
  if (page === 1) return undefined;
  const { next } = await searchOffers(db, { ...query, limit: PAGE * (page - 1) });
  return next ?? undefined;
}
