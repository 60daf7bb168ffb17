import { type SQL, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import type { Db } from '../../db/database.server';
import { parseExactJson } from '../../db/exact-json';
import type { ResourceOffer } from '../offer-types';
import { costOf } from '../price';
import type { ResourceOfferState } from '../resource-offer-state';
import { type Uptime, uptimeOf } from '../uptime';
import type { ConstraintKey } from './constraint';
import { allHold, type Constraint, firstFailure } from './fit-constraints.query';
import { isTextField, type OfferField } from './offer-fields';
import type { OfferSort } from './offer-sort';
import {
  numberSql,
  openAt,
  reading,
  type SearchFacts,
  searched,
  textSql,
} from './search-columns.query';

/** What a provider's deals came to. */
export type OfferRecord = {
  readonly deals: number;
  readonly settled: number;
  /** Accepted, or upheld by a panel. */
  readonly kept: number;
  readonly missed: number;
  readonly declined: number;
  /** Went before a panel: audits and disputes. */
  readonly judged: number;
  readonly upheld: number;
  readonly overturned: number;
};

/** An offer as the page Offers lists it. Amounts in the token's smallest unit. */
export type OfferLine = {
  readonly hash: Hex;
  readonly provider: Address;
  readonly state: ResourceOfferState;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  /** As signed; null where the offer names none. */
  readonly gpuModel: Hex | null;
  readonly basePrice: bigint;
  readonly fuelPrice: bigint;
  readonly fuelPerSecond: bigint;
  readonly minTheta: number;
  readonly maxTheta: number;
  /** Price of the run that the search is for. */
  readonly estimate: bigint;
  readonly record: OfferRecord;
  readonly uptime: Uptime;
  /** What it has of what it lacks, in a group of offers that do not fit. */
  readonly offered: number | null;
};

/** Where a page ends: the sort's figure and hash of its last offer. */
export type OfferCursor = { readonly figure: number | string | null; readonly hash: Hex };

export type OfferSearch = SearchFacts & {
  readonly constraints: readonly Constraint[];
  /** Offers that this constraint is the first to fail, instead of those that fit. */
  readonly lacking?: ConstraintKey | undefined;
  readonly sort: OfferSort;
  readonly limit: number;
  readonly after?: OfferCursor | undefined;
};

/** A page of offers that fit, or that lack one thing. A figure that is not known comes last. */
export async function searchOffers(
  db: Db,
  search: OfferSearch,
): Promise<{ items: OfferLine[]; next: OfferCursor | null }> {
  const { sort, limit, after, now } = search;
  const figure = figureSql(sort.field, search);
  const direction = sql.raw(sort.isDescending ? 'desc' : 'asc');
  const place = search.constraints.findIndex(({ key }) => key === search.lacking);
  const lacking = search.constraints[place];
  const condition = lacking
    ? sql`${firstFailure(search.constraints)} = ${place}`
    : allHold(search.constraints);
  const { rows } = await reading(db, (tx) =>
    tx.execute<Row>(sql`
      with page as materialized (
        select f.hash, ${figure} as figure, ${lacking?.offered?.value ?? sql`null`}::float8 as offered
        from ${searched(search)}
        where ${openAt(now)} and ${condition} ${after ? sql`and ${isAfter(figure, sort, after)}` : sql``}
        order by figure ${direction} nulls last, f.hash
        limit ${limit + 1}
      )
      select page.*, ${textSql('state', search)} as state, o.submission->'offer' as offer,
        f.ticket_until, f.uptime_since, f.uptime_seen_at, f.uptime_day, f.uptime_live,
        r.deals, r.settled, r.kept, r.missed, r.declined, r.judged, r.upheld, r.overturned
      from page
        join offer_facets f on f.hash = page.hash
        join resource_offers o on o.hash = page.hash
        left join provider_records r on r.provider = f.provider
      order by page.figure ${direction} nulls last, page.hash
    `),
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => lineOf(row, search)),
    next: last ? { figure: last.figure, hash: last.hash } : null,
  };
}

function figureSql(field: OfferField, facts: SearchFacts): SQL {
  return isTextField(field) ? textSql(field, facts) : numberSql(field, facts);
}

function isAfter(
  figure: SQL,
  { field, isDescending }: OfferSort,
  { figure: last, hash }: OfferCursor,
): SQL {
  if (last === null) return sql`(${figure} is null and f.hash > ${hash})`;
  const value = isTextField(field) ? sql`${last}::text` : sql`${last}::float8`;
  const beyond = sql.raw(isDescending ? '<' : '>');
  return sql`(${figure} ${beyond} ${value} or (${figure} = ${value} and f.hash > ${hash})
    or ${figure} is null)`;
}

type Row = {
  hash: Hex;
  figure: number | string | null;
  state: ResourceOfferState;
  offered: number | null;
  offer: unknown;
  ticket_until: string;
  uptime_since: string | null;
  uptime_seen_at: string | null;
  uptime_day: number | null;
  uptime_live: number[] | null;
} & { [K in keyof OfferRecord]: number | null };

function lineOf(row: Row, { now, fuel }: SearchFacts): OfferLine {
  const offer = parseExactJson(row.offer) as ResourceOffer;
  const hasModel = !/^0x0*$/.test(offer.gpuModel);
  return {
    hash: row.hash,
    provider: offer.provider,
    state: row.state,
    cpuMilli: offer.cpuMilli,
    memoryMiB: offer.memoryMiB,
    storageMiB: offer.storageMiB,
    gpuCount: offer.gpuCount,
    gpuMemoryMiB: offer.gpuMemoryMiB,
    gpuModel: hasModel ? offer.gpuModel : null,
    basePrice: offer.basePrice,
    fuelPrice: offer.fuelPrice,
    fuelPerSecond: offer.fuelPerSecond,
    minTheta: offer.minTheta,
    maxTheta: offer.maxTheta,
    estimate: costOf(offer, fuel),
    record: {
      deals: row.deals ?? 0,
      settled: row.settled ?? 0,
      kept: row.kept ?? 0,
      missed: row.missed ?? 0,
      declined: row.declined ?? 0,
      judged: row.judged ?? 0,
      upheld: row.upheld ?? 0,
      overturned: row.overturned ?? 0,
    },
    uptime: uptimeOf(historyOf(row), now),
    offered: row.offered,
  };
}

function historyOf(row: Row) {
  const { uptime_since: since, uptime_seen_at: seenAt, uptime_day: day, uptime_live: live } = row;
  if (since === null || seenAt === null || day === null || live === null) return undefined;
  const until = Number(row.ticket_until);
  return { since: Number(since), seenAt: Number(seenAt), until, day, live };
}
