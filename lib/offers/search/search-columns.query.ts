import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.server';
import { DAY, UPTIME_DAYS } from '../uptime';
import {
  isTextField,
  type NumberField,
  type OfferField,
  OPEN_STATES,
  type TextField,
} from './offer-fields';
import type { OfferNeeds } from './offer-needs';
import type { OfferQuery, Operator } from './offer-query';

/** What runs an offer's jobs: WebAssembly or containers. */
type EngineKind = 'wasm' | 'oci';

/** What an offer's row and sort say of its engines: a kind, both, or none that is known here. */
export type EngineLabel = EngineKind | typeof BOTH_ENGINES | 'other';

export const BOTH_ENGINES = 'wasm+oci';

/** What figures of offers depend on besides the offers. */
export type SearchFacts = {
  /** Seconds, by which live and expired are told apart. */
  readonly now: number;
  /** Fuel of the run whose price is estimated. */
  readonly fuel: bigint;
  /** Ids of the engines of each kind, by which offers are told apart. */
  readonly engines: Readonly<Record<EngineKind, readonly string[]>>;
  /** The run that offers are to fit; undefined where none is chosen. */
  readonly needs?: OfferNeeds | undefined;
};

/**
 * Where every search reads: f an offer, r its provider's record (which the planner leaves out where
 * nothing asks for it) and, for a run, l what of the run is on the offer's lists. Thousands of offers
 * share lists, so each is looked through once; offset 0 keeps it so.
 *
 * @param offers some of the offers instead of all
 */
export function searched({ needs }: SearchFacts, offers: SQL = sql`offer_facets`): SQL {
  const lists = needs
    ? sql`left join (
        select id, ${isListed('engines', [needs.engine])} as has_engine,
          ${isListed('modules', [needs.moduleId])} as has_module,
          ${isListed('directories', needs.directories)} as has_directory,
          ${isListed('courts', needs.court ? [needs.court] : [])} as has_court
        from offer_lists offset 0
      ) l on l.id = f.lists_id`
    : sql``;
  return sql`${offers} f left join provider_records r on r.provider = f.provider ${lists}`;
}

/** One of these is on the list. */
function isListed(
  list: 'engines' | 'modules' | 'courts' | 'directories',
  values: readonly string[],
): SQL {
  const wanted = values.map((value) => value.toLowerCase());
  const named = sql`coalesce(lists->${sql.raw(`'${list}'`)}, '[]'::jsonb)`;
  // A parameter that is an array would be written out as many: JSON keeps it one.
  return sql`(${named} ?| array(select jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb)))`;
}

/** Neither expired, used up nor cancelled. */
export function openAt(now: number): SQL {
  return sql`f.open_until >= ${now}`;
}

export const isOff = (now: number) => sql`(f.on_until < ${now})`;

/** An open offer is in this state. */
export function stateIs(state: (typeof OPEN_STATES)[number], now: number): SQL {
  const isBusy = sql`f.deals_live >= f.concurrent`;
  if (state === 'off') return isOff(now);
  return sql`(not ${isOff(now)} and ${state === 'busy' ? isBusy : sql`not ${isBusy}`})`;
}

/** Fields of which some offers tell nothing. */
const UNTOLD: readonly OfferField[] = ['uptime', 'record.kept', 'region', 'gpu.model'];

export const isToldByAll = (field: OfferField): boolean => !UNTOLD.includes(field);

/**
 * A field's figure in its unit: double precision, null where nothing is known. Indexes hold some of
 * them (drizzle/schema/offer-facets.ts), and serve as long as they are written the same way here.
 */
export function numberSql(field: NumberField, { now, fuel }: SearchFacts): SQL {
  switch (field) {
    case 'cpu.cores':
      return sql`(f.cpu_milli::float8 / 1000)`;
    case 'ram':
      return sql`(f.memory_mib::float8 / 1024)`;
    case 'storage':
      return sql`(f.storage_mib::float8 / 1024)`;
    case 'gpu.count':
      return sql`f.gpu_count::float8`;
    case 'gpu.vram':
      return sql`(f.gpu_memory_mib::float8 / 1024)`;
    case 'price':
      return sql`((f.base_price + ${Number(fuel) / 1e9}::float8 * f.fuel_price) / 1e6)`;
    case 'price.base':
      return sql`(f.base_price / 1e6)`;
    case 'price.fuel':
      return sql`(f.fuel_price / 1e6)`;
    case 'speed':
      return sql`(f.fuel_per_second / 1e9)`;
    case 'uptime':
      return uptimeSql(now);
    case 'theta':
      return sql`f.max_theta::float8`;
    case 'record.deals':
      return sql`coalesce(r.deals, 0)::float8`;
    case 'record.kept':
      return sql`(100 * r.kept::float8 / nullif(r.settled, 0))`;
    case 'record.audits':
      return sql`coalesce(r.judged, 0)::float8`;
    case 'record.overturned':
      return sql`coalesce(r.overturned, 0)::float8`;
    case 'record.missed':
      return sql`coalesce(r.missed, 0)::float8`;
  }
}

/**
 * uptimePercent of lib/offers/uptime.ts. A list sorted by it asks it of every offer, so the offers
 * with a ticket of today, most of them, take the fewest steps.
 */
function uptimeSql(now: number): SQL {
  const today = Math.floor(now / DAY);
  const since = sql`f.uptime_since, ${(today - (UPTIME_DAYS - 1)) * DAY}::bigint`;
  const percent = (counted: SQL, seenAt: SQL) => sql`least(100,
    100 * (${counted} + greatest(0, least(f.ticket_until, ${now}::bigint) - ${seenAt}))::float8
      / (${now}::bigint - greatest(${since})))`;
  const earlier = Array.from({ length: UPTIME_DAYS - 1 }, (_, back) => {
    const live = sql.raw(`f.live_${UPTIME_DAYS - 1 - back}`);
    return sql`when ${today - 1 - back}::integer then ${live}`;
  });
  const counted = sql`(case f.uptime_day ${sql.join(earlier, sql` `)} else 0 end)`;
  return sql`(case when f.uptime_since >= ${now} then null
    when f.uptime_day = ${today}::integer then ${percent(sql`f.live_7`, sql`f.uptime_seen_at`)}
    else ${percent(counted, sql`greatest(f.uptime_seen_at, ${since})`)} end)`;
}

/** An offer tells this field, whose figure is null where it does not. */
export function isToldSql(field: OfferField, figure: SQL, now: number): SQL {
  if (field === 'uptime') return sql`f.uptime_since < ${now}`;
  return sql`${figure} is not null`;
}

/** A field's text in lower case; null where nothing is told. */
export function textSql(field: TextField, { now, engines }: SearchFacts): SQL {
  switch (field) {
    case 'provider':
      return sql`f.provider`;
    case 'state':
      return sql`(case when ${stateIs('off', now)} then 'off'
        when ${stateIs('busy', now)} then 'busy' else 'live' end)`;
    case 'region':
      // No offer says where its machine is, and no agent has told yet.
      return sql`null::text`;
    case 'engine':
      return sql`(case
        when ${hasEngine(engines.oci)} and ${hasEngine(engines.wasm)} then ${BOTH_ENGINES}
        when ${hasEngine(engines.oci)} then 'oci'
        when ${hasEngine(engines.wasm)} then 'wasm' else 'other' end)`;
    case 'gpu.model':
      return sql`f.gpu_model`;
  }
}

/** The offer names one of these engines; the lists that do are found once for all offers. */
function hasEngine(ids: readonly string[]): SQL {
  return sql`(f.lists_id in (select id from offer_lists where ${isListed('engines', ids)}))`;
}

/** An offer runs jobs of this kind, whatever else it runs; `other`: none that is known here. */
function runsSql(kind: string, { engines }: SearchFacts): SQL {
  if (kind === 'wasm' || kind === 'oci') return hasEngine(engines[kind]);
  if (kind !== 'other') return sql`false`;
  return sql`(not ${hasEngine([...engines.wasm, ...engines.oci])})`;
}

/** The query as a condition; what is not known fits no comparison. Values go as parameters. */
export function querySql(query: OfferQuery, facts: SearchFacts): SQL {
  switch (query.kind) {
    case 'and':
      return query.parts.length === 0
        ? sql`true`
        : sql`(${sql.join(
            query.parts.map((part) => querySql(part, facts)),
            sql` and `,
          )})`;
    case 'or':
      return sql`(${sql.join(
        query.parts.map((part) => querySql(part, facts)),
        sql` or `,
      )})`;
    case 'not':
      return sql`(not ${querySql(query.part, facts)})`;
    case 'compare':
      return comparedSql(query.field, query.operator, query.value, facts);
    case 'in':
      return sql`(${sql.join(
        query.values.map((value) => comparedSql(query.field, '=', value, facts)),
        sql` or `,
      )})`;
  }
}

const SIGNS: Record<Operator, SQL> = {
  '<': sql.raw('<'),
  '<=': sql.raw('<='),
  '>': sql.raw('>'),
  '>=': sql.raw('>='),
  '=': sql.raw('='),
  '!=': sql.raw('<>'),
};

function comparedSql(
  field: OfferField,
  operator: Operator,
  value: number | string,
  facts: SearchFacts,
): SQL {
  if (field === 'provider') {
    // An address, or how one begins: hex digits alone, so nothing in it is a pattern.
    const begins = sql`starts_with(f.provider, ${String(value)})`;
    return operator === '!=' ? sql`(not ${begins})` : begins;
  }
  if (field === 'state') {
    const known = OPEN_STATES.find((state) => state === value);
    const isIt = known ? stateIs(known, facts.now) : sql`false`;
    return operator === '!=' ? sql`(not ${isIt})` : isIt;
  }
  if (field === 'engine') {
    const runs = runsSql(String(value), facts);
    return operator === '!=' ? sql`(not ${runs})` : runs;
  }
  const figure = isTextField(field) ? textSql(field, facts) : numberSql(field, facts);
  const given = isTextField(field) ? sql`${String(value)}::text` : sql`${value}::float8`;
  const compared = sql`${figure} ${SIGNS[operator]} ${given}`;
  return isToldByAll(field) ? sql`(${compared})` : sql`coalesce(${compared}, false)`;
}

/**
 * Reads one state of the tables, with plans that suit these searches: compiling one costs more than
 * any of them, helpers of one would take their time from the others, and no two offers ask the same
 * of what is worked out of each. All of it ends with the transaction.
 */
export async function reading<T>(db: Db, read: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`select set_config('jit', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true),
        set_config('enable_memoize', 'off', true),
        set_config('work_mem', '64MB', true)`);
      return read(tx);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
