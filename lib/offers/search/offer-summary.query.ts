import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import type { Db } from '../../db/database.server';
import { gpuModelIdOf } from '../../providers/device-classes';
import { allHold, type Constraint } from './fit-constraints.query';
import { RANGE_FIELDS, type RangeField, type TextField } from './offer-fields';
import {
  BOTH_ENGINES,
  numberSql,
  openAt,
  reading,
  type SearchFacts,
  searched,
  textSql,
} from './search-columns.query';

/** Bars of the picture of prices. */
export const PRICE_BINS = 24;

export type Range = { readonly least: number; readonly most: number };

export type PriceSpread = Range & {
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
  /** Offers from `from` on in steps of `step`; the last bar holds everything dearer, too. */
  readonly from: number;
  readonly step: number;
  readonly bins: readonly number[];
};

/** The offers that fit, in figures. */
export type OfferSummary = {
  /** Of all that are open. */
  readonly open: number;
  readonly fitting: number;
  /** null where none of them tells. */
  readonly ranges: Readonly<Record<RangeField, Range | null>>;
  /** Estimated totals in whole tokens; null where there is no offer. */
  readonly prices: PriceSpread | null;
};

const FIELDS = RANGE_FIELDS;

/** How many offers fit, the span of each of their figures, and how their prices spread. */
export async function summariseOffers(
  db: Db,
  facts: SearchFacts,
  constraints: readonly Constraint[],
): Promise<OfferSummary> {
  const spans = FIELDS.map(
    (_, index) =>
      sql`min(${sql.raw(`v${index}`)}) as ${sql.raw(`least${index}`)},
        max(${sql.raw(`v${index}`)}) as ${sql.raw(`most${index}`)}`,
  );
  const values = FIELDS.map(
    (field, index) => sql`${numberSql(field, facts)} as ${sql.raw(`v${index}`)}`,
  );
  const price = sql.raw(`v${FIELDS.indexOf('price')}`);
  // Where nothing is asked for, all that are open fit.
  const open =
    constraints.length === 0
      ? sql`fitting`
      : sql`(select count(*)::int from offer_facets f where ${openAt(facts.now)})`;
  const { rows } = await reading(db, (tx) =>
    tx.execute<Record<string, number | null> & { bins: Record<string, number> | null }>(sql`
      with fitting as materialized (
        select ${sql.join(values, sql`, `)} from ${searched(facts)}
        where ${openAt(facts.now)} and ${allHold(constraints)}
      ),
      spans as (
        select count(*)::int as fitting, ${sql.join(spans, sql`, `)},
          percentile_disc(array[0.1, 0.5, 0.9, 0.98]) within group (order by ${price}) as p
        from fitting
      ),
      scale as (
        select ${sql.raw(`least${FIELDS.indexOf('price')}`)} as low,
          (p[4] - ${sql.raw(`least${FIELDS.indexOf('price')}`)}) / ${PRICE_BINS} as step from spans
      ),
      bins as (
        select least(${PRICE_BINS - 1}, coalesce(floor((${price} - low) / nullif(step, 0)), 0))::int as bin,
          count(*)::int as offers
        from fitting, scale group by 1
      )
      select spans.*, p[1] as p10, p[2] as median, p[3] as p90, low, step,
        (select jsonb_object_agg(bin, offers) from bins) as bins,
        ${open} as open
      from spans, scale
    `),
  );
  const row = rows[0];
  if (!row) throw new Error('an aggregate without a row');
  const spanOf = (index: number): Range | null => {
    const [least, most] = [row[`least${index}`], row[`most${index}`]];
    return least == null || most == null ? null : { least, most };
  };
  const ranges = Object.fromEntries(FIELDS.map((field, index) => [field, spanOf(index)]));
  const span = spanOf(FIELDS.indexOf('price'));
  return {
    open: row.open ?? 0,
    fitting: row.fitting ?? 0,
    ranges: ranges as OfferSummary['ranges'],
    prices: span && {
      ...span,
      p10: row.p10 ?? span.least,
      median: row.median ?? span.least,
      p90: row.p90 ?? span.most,
      from: row.low ?? span.least,
      step: row.step ?? 0,
      bins: Array.from({ length: PRICE_BINS }, (_, bin) => row.bins?.[bin] ?? 0),
    },
  };
}

/** A value of a facet and how many offers have it; null: not told. */
export type FacetCount = {
  readonly value: string | null;
  readonly count: number;
  /** What the value stands for, where it is a hash and the name is known. */
  readonly name?: string;
};

/** Of each, the values with most offers. */
export type OfferCounts = Readonly<Record<TextField, readonly FacetCount[]>>;

const MOST_VALUES = 12;
const COUNTED = ['state', 'engine', 'provider', 'gpu.model', 'region'] as const;

/**
 * Counts for the facets of words. Each is counted without its own condition, so that one sees what
 * choosing another value would bring.
 *
 * @param conditionOf which constraint a facet's own choice is
 */
export async function countOffers(
  db: Db,
  facts: SearchFacts,
  constraints: readonly Constraint[],
  conditionOf: (field: TextField) => Constraint | undefined,
): Promise<OfferCounts> {
  return reading(db, async (tx) => {
    const shared = COUNTED.filter((field) => conditionOf(field) === undefined);
    const found = new Map<TextField, FacetCount[]>();
    const count = async (fields: readonly TextField[], left: Constraint | undefined) => {
      if (fields.length === 0) return;
      const others = constraints.filter((constraint) => constraint !== left);
      const columns = fields.map((field) => sql.raw(`"${field}"`));
      const values = fields.map((field, at) => sql`${textSql(field, facts)} as ${columns[at]}`);
      // Of these columns one is grouped by at a time: its bit is not set.
      const bits = sql`grouping(${sql.join(columns, sql`, `)})`;
      const { rows } = await tx.execute<{ bits: number; count: number } & Counted>(sql`
        select * from (
          select *, row_number() over (partition by bits order by count desc, ${sql.join(columns, sql`, `)}) as place
          from (
            select ${sql.join(columns, sql`, `)}, ${bits} as bits, count(*)::int as count
            from (
              select ${sql.join(values, sql`, `)} from ${searched(facts)}
              where ${openAt(facts.now)} and ${allHold(others)}
            ) fitting
            group by grouping sets (${sql.join(columns, sql`, `)})
          ) counted
        ) placed where place <= ${MOST_VALUES} order by place
      `);
      for (const [at, field] of fields.entries()) {
        const own = rows.filter(({ bits }) => (bits & (1 << (fields.length - 1 - at))) === 0);
        found.set(
          field,
          own.map(({ count, ...row }) => ({ value: row[field], count })),
        );
      }
    };
    await count(shared, undefined);
    for (const field of COUNTED) {
      if (!shared.includes(field)) await count([field], conditionOf(field));
    }
    return {
      state: found.get('state') ?? [],
      engine: byEngine(found.get('engine') ?? []),
      provider: found.get('provider') ?? [],
      'gpu.model': await withNames(tx, found.get('gpu.model') ?? []),
      region: found.get('region') ?? [],
    };
  });
}

/** An offer of both engines counts for each of them, as the search finds it by either. */
function byEngine(counts: readonly FacetCount[]): FacetCount[] {
  const totals = new Map<string | null, number>();
  for (const { value, count } of counts) {
    const kinds = value === BOTH_ENGINES ? ['wasm', 'oci'] : [value];
    for (const kind of kinds) totals.set(kind, (totals.get(kind) ?? 0) + count);
  }
  const all = [...totals].map(([value, count]) => ({ value, count }));
  return all.sort((a, b) => b.count - a.count);
}

/** Offers of a model that are looked at for its name. */
const NAMED_BY = 50;

/** Models by the names that machines report: a name is right if the model is its hash. */
async function withNames(
  tx: Pick<Db, 'execute'>,
  counts: readonly FacetCount[],
): Promise<FacetCount[]> {
  const models = counts.flatMap(({ value }) => value ?? []);
  if (models.length === 0) return [...counts];
  const { rows } = await tx.execute<{ name: string }>(sql`
    select distinct told.name
    from unnest(array[${sql.join(
      models.map((model) => sql`${model}`),
      sql`, `,
    )}]::text[]) wanted(model)
      cross join lateral (
        select f.hash from offer_facets f
        where f.gpu_model = wanted.model and f.gpu_count > 0 order by f.id desc limit ${NAMED_BY}
      ) offered
      join resource_offers o on o.hash = offered.hash
      join machines m on m.agent = o.ticket_key
      cross join lateral jsonb_path_query(m.report, '$.hardware.gpus[*].model') gpu(model)
      cross join lateral (select gpu.model #>> '{}' as name) told
    where told.name is not null
  `);
  const names = new Map(rows.map(({ name }) => [gpuModelIdOf(name), name]));
  return counts.map((count) => {
    const name = names.get(count.value as Hex);
    return name === undefined ? count : { ...count, name };
  });
}

type Counted = { readonly [Field in TextField]: string | null };
