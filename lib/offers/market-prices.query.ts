import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.server';
import { VERIFICATION } from './offer-types';
import type { OfferKind } from './resource-terms';
import { openAt } from './search/search-columns.query';

/** How a price spreads over the open offers, in token units. */
export type Spread = { readonly p10: bigint; readonly median: bigint; readonly p90: bigint };

/** What the market asks now; null spreads where nothing is on offer. */
export type MarketPrices = {
  readonly offers: number;
  readonly providers: number;
  readonly basePrice: Spread | null;
  /** Of 1 G fuel. */
  readonly fuelPrice: Spread | null;
};

/** The class in which deals of an offer are checked tells what it is for. */
const CHECKED_IN = { wasm: VERIFICATION.A, container: VERIFICATION.B } as const;

/** Prices of all open offers of a kind, with a GPU or without one. `now` in seconds. */
export async function readMarketPrices(
  db: Db,
  now: number,
  { hasGpu, kind = 'wasm' }: { readonly hasGpu: boolean; readonly kind?: OfferKind },
): Promise<MarketPrices> {
  const { rows } = await db.execute<{
    offers: number;
    providers: number;
    base: number[] | null;
    fuel: number[] | null;
  }>(sql`
    select count(*)::int as offers, count(distinct f.provider)::int as providers,
      percentile_disc(array[0.1, 0.5, 0.9]) within group (order by f.base_price) as base,
      percentile_disc(array[0.1, 0.5, 0.9]) within group (order by f.fuel_price) as fuel
    from offer_facets f
    where ${openAt(now)} and (f.verifications & ${1 << CHECKED_IN[kind]}::integer) <> 0
      and ${hasGpu ? sql`f.gpu_count > 0` : sql`f.gpu_count = 0`}
  `);
  const row = rows[0];
  return {
    offers: row?.offers ?? 0,
    providers: row?.providers ?? 0,
    basePrice: spreadOf(row?.base),
    fuelPrice: spreadOf(row?.fuel),
  };
}

function spreadOf(figures: number[] | null | undefined): Spread | null {
  const [p10, median, p90] = figures ?? [];
  if (p10 === undefined || median === undefined || p90 === undefined) return null;
  return { p10: whole(p10), median: whole(median), p90: whole(p90) };
}

const whole = (amount: number): bigint => BigInt(Math.round(amount));
