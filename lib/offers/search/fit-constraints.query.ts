import { type SQL, sql } from 'drizzle-orm';
import { VERIFICATION } from '../offer-types';
import type { ConstraintKey } from './constraint';
import { isTextField } from './offer-fields';
import type { OfferNeeds } from './offer-needs';
import { conjunctsOf, type OfferQuery } from './offer-query';
import { isOff, numberSql, querySql, type SearchFacts } from './search-columns.query';

/** One reason for which an offer may not fit. */
export type Constraint = {
  readonly key: ConstraintKey;
  /** True or false for every offer, never null. */
  readonly fails: SQL;
  /**
   * What the offer has of what is needed, where a change of the need could help: the nearest offer
   * is the one that has `most` of it, or the `least`.
   */
  readonly offered?: { readonly value: SQL; readonly nearest: 'most' | 'least' };
};

/** Every constraint in the order of the contract's checks, then the query's conditions as written. */
export function constraintsOf(facts: SearchFacts, query: OfferQuery): readonly Constraint[] {
  const { needs } = facts;
  return [...(needs ? needConstraints(needs, facts) : []), ...queryConstraints(query, facts)];
}

function queryConstraints(query: OfferQuery, facts: SearchFacts): Constraint[] {
  return conjunctsOf(query).map((part, index): Constraint => {
    const key = `query:${index}` as const;
    const fails = sql`(not ${querySql(part, facts)})`;
    if (part.kind !== 'compare' || isTextField(part.field)) return { key, fails };
    const value = numberSql(part.field, facts);
    if (part.operator.startsWith('>')) return { key, fails, offered: { value, nearest: 'most' } };
    if (part.operator.startsWith('<')) return { key, fails, offered: { value, nearest: 'least' } };
    return { key, fails };
  });
}

const RESOURCES = [
  ['cpu.cores', 'cpuMilli', sql`f.cpu_milli`],
  ['ram', 'memoryMiB', sql`f.memory_mib`],
  ['storage', 'storageMiB', sql`f.storage_mib`],
  ['gpu.count', 'gpuCount', sql`f.gpu_count`],
  ['gpu.vram', 'gpuMemoryMiB', sql`f.gpu_memory_mib`],
] as const;

/** lib/solver/fit-reasons.ts and verification-reasons.ts in SQL; the contract has the last word. */
function needConstraints(needs: OfferNeeds, { now }: SearchFacts): Constraint[] {
  const { theta, n, reviewWindow, executionWindow, verification } = needs;
  const limit = sql`${needs.fuelLimit.toString()}::float8`;
  const runSeconds = sql`(case when f.fuel_per_second > 0
    then greatest(1, f.min_execution_window + ceil(${limit} / f.fuel_per_second)) end)`;
  const value = sql`(f.base_price + floor(${limit} * f.fuel_price / 1e9))`;
  const isVerified = verification !== VERIFICATION.none;
  const most = (offered: SQL) => ({ value: sql`${offered}::float8`, nearest: 'most' }) as const;
  const least = (offered: SQL) => ({ value: sql`${offered}::float8`, nearest: 'least' }) as const;
  return [
    { key: 'solver', fails: sql`(not f.is_for_any_solver)` },
    { key: 'off', fails: isOff(now) },
    // What a run needs none of, no offer lacks.
    ...RESOURCES.filter(([, name]) => needs.resources[name] > 0).map(
      ([key, name, column]): Constraint => ({
        key,
        fails: sql`(${column} < ${needs.resources[name]})`,
        offered: most(column),
      }),
    ),
    {
      key: 'window',
      // As runSeconds > executionWindow, in fewer steps: a search asks it of every offer.
      fails: sql`(f.fuel_per_second * (${executionWindow} - f.min_execution_window) < ${limit})`,
      offered: least(runSeconds),
    },
    {
      key: 'review',
      fails: sql`(f.max_review_window < ${reviewWindow})`,
      offered: most(sql`f.max_review_window`),
    },
    { key: 'value', fails: sql`(${value} > f.max_value or ${value} = 0)` },
    { key: 'verification', fails: sql`(f.verifications & ${1 << verification}::integer = 0)` },
    {
      key: 'theta.high',
      fails: sql`(f.max_theta < ${theta})`,
      offered: most(sql`f.max_theta`),
    },
    { key: 'engine', fails: sql`(not l.has_engine)` },
    {
      key: 'module',
      // Any module means any of class A.
      fails:
        verification === VERIFICATION.A
          ? sql`(not f.is_for_any_module and not l.has_module)`
          : sql`(not l.has_module)`,
    },
    { key: 'directory', fails: sql`(not l.has_directory)` },
    ...(isVerified
      ? ([
          {
            key: 'theta.low',
            fails: sql`(f.min_theta > ${theta})`,
            offered: least(sql`f.min_theta`),
          },
          {
            key: 'panel',
            fails: sql`(f.max_panel_size < ${n})`,
            // Panels are odd.
            offered: most(sql`(f.max_panel_size - (1 - f.max_panel_size % 2))`),
          },
          ...(needs.court ? [{ key: 'court', fails: sql`(not l.has_court)` } as const] : []),
          {
            key: 'seat-fee',
            fails: sql`(floor(${value} / 2) < ${needs.leastSeatFee.toString()}::float8)`,
          },
        ] as const)
      : []),
  ];
}

/** Place of the first constraint that fails; null where all hold. */
export function firstFailure(constraints: readonly Constraint[]): SQL {
  if (constraints.length === 0) return sql`null::integer`;
  const cases = constraints.map(({ fails }, index) => sql`when ${fails} then ${index}::integer`);
  return sql`(case ${sql.join(cases, sql` `)} end)`;
}

/** All constraints hold. */
export function allHold(constraints: readonly Constraint[]): SQL {
  if (constraints.length === 0) return sql`true`;
  return sql`(${sql.join(
    constraints.map(({ fails }) => sql`not ${fails}`),
    sql` and `,
  )})`;
}

/** How many constraints fail. */
export function failureCount(constraints: readonly Constraint[]): SQL {
  if (constraints.length === 0) return sql`0`;
  const each = constraints.map(({ fails }) => sql`${fails}::integer`);
  return sql`(${sql.join(each, sql` + `)})`;
}
