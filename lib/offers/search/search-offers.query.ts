import { sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import type { Db } from '../../db/database.server';
import { parseExactJson } from '../../db/exact-json';
import { gpuModelIdOf } from '../../providers/device-classes';
import { sameHex } from '../../shared/address';
import type { ResourceOffer } from '../offer-types';
import { costOf } from '../price';
import type { ResourceOfferState } from '../resource-offer-state';
import { type Uptime, uptimeOf } from '../uptime';
import type { ConstraintKey } from './constraint';
import { allHold, type Constraint, firstFailure } from './fit-constraints.query';
import { type ListPart, type OfferCursor, partsOf } from './list-parts.query';
import type { OfferSort } from './offer-sort';
import { priceBounds } from './price-bounds.query';
import {
  type EngineLabel,
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
  readonly engine: EngineLabel;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  /** As signed; null where the offer names none. */
  readonly gpuModel: Hex | null;
  /** The name of which that is the hash, where its machine's report has it. */
  readonly gpuName: string | null;
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

export type OfferSearch = SearchFacts & {
  readonly constraints: readonly Constraint[];
  /** Offers that this constraint is the first to fail, instead of those that fit. */
  readonly lacking?: ConstraintKey | undefined;
  readonly sort: OfferSort;
  readonly limit: number;
  readonly after?: OfferCursor | undefined;
};

/**
 * A page of offers that fit, or that lack one thing. A figure that is not known comes last. A later
 * page goes on where the one before ended as long as `now` is the same: see timeOfPage.
 */
export async function searchOffers(
  db: Db,
  search: OfferSearch,
): Promise<{ items: OfferLine[]; next: OfferCursor | null }> {
  const { sort, limit, after, now } = search;
  const rows = await reading(db, async (tx) => {
    const found: Row[] = [];
    for (const part of partsOf(sort, search, after)) {
      if (found.length > limit) break;
      found.push(...(await rowsOf(tx, search, part, limit + 1 - found.length)));
    }
    return found;
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => lineOf(row, search)),
    next: last ? { figure: last.figure, provider: last.provider, id: last.id, now } : null,
  };
}

/** The first offers of a part: their places are found before what is wide is read of them. */
async function rowsOf(tx: Db, search: OfferSearch, part: ListPart, limit: number): Promise<Row[]> {
  const place = search.constraints.findIndex(({ key }) => key === search.lacking);
  const lacking = search.constraints[place];
  const fits = lacking
    ? sql`${firstFailure(search.constraints)} = ${place}`
    : allHold(search.constraints);
  const condition = sql`${openAt(search.now)} and ${fits} and ${part.where}`;
  const bounds = await priceBounds(tx, search, condition, limit);
  const { order } = part;
  const { rows } = await tx.execute<Row>(sql`
    with page as materialized (
      select f.id, ${part.figure} as figure, ${lacking?.offered?.value ?? sql`null`}::float8 as offered
      from ${searched(search)}
      where ${condition} and ${bounds}
      order by ${order}
      limit ${limit}
    )
    select page.*, f.hash, f.provider, ${textSql('state', search)} as state,
      ${textSql('engine', search)} as engine, o.submission->'offer' as offer, t.until, t.since, t.seen_at, t.day, t.live,
      jsonb_path_query_array(m.report, '$.hardware.gpus[*].model') as gpu_names,
      r.deals, r.settled, r.kept, r.missed, r.declined, r.judged, r.upheld, r.overturned
    from page
      join offer_facets f on f.id = page.id
      join resource_offers o on o.hash = f.hash
      join provider_records r on r.provider = f.provider
      left join tickets t on t.resource_offer_hash = f.hash
      left join machines m on m.agent = o.ticket_key and f.gpu_count > 0
    order by ${order}
  `);
  return rows;
}

type Row = {
  id: number;
  hash: Hex;
  /** As the search writes it; `offer` has its signer's own spelling. */
  provider: Address;
  figure: number | string | null;
  state: ResourceOfferState;
  engine: OfferLine['engine'];
  offered: number | null;
  offer: unknown;
  gpu_names: readonly string[] | null;
  until: string | null;
  since: string | null;
  seen_at: string | null;
  day: number | null;
  live: number[] | null;
} & OfferRecord;

function lineOf(row: Row, { now, fuel }: SearchFacts): OfferLine {
  const offer = parseExactJson(row.offer) as ResourceOffer;
  const hasModel = !/^0x0*$/.test(offer.gpuModel);
  return {
    hash: row.hash,
    provider: offer.provider,
    state: row.state,
    engine: row.engine,
    cpuMilli: offer.cpuMilli,
    memoryMiB: offer.memoryMiB,
    storageMiB: offer.storageMiB,
    gpuCount: offer.gpuCount,
    gpuMemoryMiB: offer.gpuMemoryMiB,
    gpuModel: hasModel ? offer.gpuModel : null,
    gpuName: row.gpu_names?.find((name) => sameHex(gpuModelIdOf(name), offer.gpuModel)) ?? null,
    basePrice: offer.basePrice,
    fuelPrice: offer.fuelPrice,
    fuelPerSecond: offer.fuelPerSecond,
    minTheta: offer.minTheta,
    maxTheta: offer.maxTheta,
    estimate: costOf(offer, fuel),
    record: {
      deals: row.deals,
      settled: row.settled,
      kept: row.kept,
      missed: row.missed,
      declined: row.declined,
      judged: row.judged,
      upheld: row.upheld,
      overturned: row.overturned,
    },
    uptime: uptimeOf(historyOf(row), now),
    offered: row.offered,
  };
}

function historyOf({ since, seen_at: seenAt, until, day, live }: Row) {
  if (since === null || seenAt === null || day === null || live === null) return undefined;
  return { since: Number(since), seenAt: Number(seenAt), until: Number(until), day, live };
}
