import { type SQL, sql } from 'drizzle-orm';
import type { Address } from 'viem';
import { isTextField, type OfferField, OPEN_STATES } from './offer-fields';
import type { OfferSort } from './offer-sort';
import {
  isToldByAll,
  isToldSql,
  numberSql,
  type SearchFacts,
  stateIs,
  textSql,
} from './search-columns.query';

/** Where a page ends: the sort's figure at `now` (seconds), provider and place of its last offer. */
export type OfferCursor = {
  readonly figure: number | string | null;
  readonly provider: Address;
  readonly id: number;
  readonly now: number;
};

/** A part of a sorted list, itself in an order that an index has where there is one for it. */
export type ListPart = {
  /**
   * What the sort compares, selected as `figure`; one value for all of the part where the order does
   * not begin with it.
   */
  readonly figure: SQL;
  readonly where: SQL;
  readonly order: SQL;
};

type Key = {
  readonly column: SQL;
  /** As what the list selects it, so that a sort carries it once. */
  readonly name?: SQL;
  readonly of: (cursor: OfferCursor) => SQL;
};

const PROVIDER: Key = {
  column: sql`f.provider`,
  of: ({ provider }) => sql`${provider.toLowerCase()}`,
};
const ID: Key = { column: sql`f.id`, of: ({ id }) => sql`${id}::integer` };

/**
 * The parts of a list one after the other, from behind a cursor on: offers whose figure is known, then
 * those that tell none; or one part a state. Among equals the older offer comes first, and last where
 * figures fall, so that one index serves both directions. A provider's record is its offers' figure:
 * there those of a provider come together.
 */
export function partsOf(
  { field, isDescending }: OfferSort,
  facts: SearchFacts,
  after: OfferCursor | undefined,
): readonly ListPart[] {
  const ties = isOfRecord(field) ? [PROVIDER, ID] : [ID];
  const kinds = kindsOf(field, isDescending, facts);
  const first = after ? kinds.findIndex(({ has }) => has(after.figure)) : 0;
  if (first < 0) return [];
  return kinds.slice(first).map(({ figure, where, isConstant }, index): ListPart => {
    const leading: Key = {
      column: figure,
      name: sql`figure`,
      of: (cursor) => figureOf(field, cursor),
    };
    const keys = isConstant ? ties : [leading, ...ties];
    const order = sql.join(
      keys.map(({ column, name = column }) => sql`${name} ${isDescending ? DESC : ASC}`),
      sql`, `,
    );
    if (!after || index > 0) return { figure, where, order };
    const columns = keys.map(({ column }) => column);
    const values = keys.map((key) => key.of(after));
    const isAfter = sql`(${sql.join(columns, sql`, `)}) ${isDescending ? sql`<` : sql`>`}
      (${sql.join(values, sql`, `)})`;
    return { figure, order, where: sql`${where} and ${isAfter}` };
  });
}

const isOfRecord = (field: OfferField) => field.startsWith('record.');

const ASC = sql.raw('asc');
const DESC = sql.raw('desc');

type Kind = {
  readonly figure: SQL;
  readonly where: SQL;
  readonly isConstant: boolean;
  /** Offers with this figure belong here. */
  readonly has: (figure: OfferCursor['figure']) => boolean;
};

function kindsOf(field: OfferField, isDescending: boolean, facts: SearchFacts): readonly Kind[] {
  if (field === 'state') {
    const states = [...OPEN_STATES].sort();
    return (isDescending ? states.reverse() : states).map((state) => ({
      figure: sql`${state}::text`,
      where: stateIs(state, facts.now),
      isConstant: true,
      has: (figure) => figure === state,
    }));
  }
  const figure = isTextField(field) ? textSql(field, facts) : numberSql(field, facts);
  // Every provider has a record. Told so, the planner may begin with the records.
  const all = isOfRecord(field) ? sql`r.provider is not null` : sql`true`;
  const has = (value: OfferCursor['figure']) => value !== null;
  if (isToldByAll(field)) return [{ figure, where: all, isConstant: false, has }];
  const isTold = isToldSql(field, figure, facts.now);
  return [
    { figure, where: sql`${all} and ${isTold}`, isConstant: false, has },
    {
      figure: sql`null::${sql.raw(isTextField(field) ? 'text' : 'float8')}`,
      where: sql`${all} and not (${isTold})`,
      isConstant: true,
      has: (value) => value === null,
    },
  ];
}

function figureOf(field: OfferField, { figure }: OfferCursor): SQL {
  return isTextField(field) ? sql`${figure}::text` : sql`${figure}::float8`;
}
