import { isTextField, type NumberField, type OfferField, type TextField } from './offer-fields';

/** What an offer is asked for, as a tree; an empty "and" asks for nothing. */
export type OfferQuery =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly OfferQuery[] }
  | { readonly kind: 'not'; readonly part: OfferQuery }
  | Comparison
  | OneOf;

export type Comparison = {
  readonly kind: 'compare';
  readonly field: OfferField;
  readonly operator: Operator;
  readonly value: number | string;
};

/** `state in (live, busy)` */
export type OneOf = {
  readonly kind: 'in';
  readonly field: OfferField;
  readonly values: readonly (number | string)[];
};

export const OPERATORS = ['<=', '>=', '!=', '=', '<', '>'] as const;
export type Operator = (typeof OPERATORS)[number];

export const EVERYTHING: OfferQuery = { kind: 'and', parts: [] };

/** The conditions that must all hold. */
export function conjunctsOf(query: OfferQuery): readonly OfferQuery[] {
  return query.kind === 'and' ? query.parts : [query];
}

/** All of these; "and" inside of "and" is one. */
export function allOf(parts: readonly OfferQuery[]): OfferQuery {
  return joined('and', parts);
}

export function anyOf(parts: readonly OfferQuery[]): OfferQuery {
  return joined('or', parts);
}

function joined(kind: 'and' | 'or', parts: readonly OfferQuery[]): OfferQuery {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind, parts: flat };
}

/** Words that need no quotes. */
const PLAIN = /^(0x[0-9a-f]*|[a-z][\w.:-]*)$/i;
const KEYWORD = /^(and|or|not|in)$/i;

/** The query in the form that parseOfferQuery reads: equal queries have equal texts. */
export function formatOfferQuery(query: OfferQuery): string {
  switch (query.kind) {
    case 'compare':
      return `${query.field} ${query.operator} ${literal(query.field, query.value)}`;
    case 'in':
      return `${query.field} in (${query.values.map((value) => literal(query.field, value)).join(', ')})`;
    case 'not':
      return `!(${formatOfferQuery(query.part)})`;
    case 'or':
      return query.parts.map(grouped).join(' || ');
    case 'and':
      return query.parts.map(grouped).join(' && ');
  }
}

function grouped(part: OfferQuery): string {
  const text = formatOfferQuery(part);
  return part.kind === 'or' || part.kind === 'and' ? `(${text})` : text;
}

function literal(field: OfferField, value: number | string): string {
  const text = String(value);
  if (!isTextField(field) || (PLAIN.test(text) && !KEYWORD.test(text))) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

export type Bound = '>=' | '<=';

/** The bounds that the facet of a number shows: the first of each kind among the conjuncts. */
export function boundOf(query: OfferQuery, field: NumberField, bound: Bound): number | undefined {
  const found = conjunctsOf(query).find(isBound(field, bound));
  return found?.kind === 'compare' && typeof found.value === 'number' ? found.value : undefined;
}

/** The query with another bound in the same place, or without it. */
export function withBound(
  query: OfferQuery,
  field: NumberField,
  bound: Bound,
  value: number | undefined,
): OfferQuery {
  const next =
    value === undefined ? undefined : ({ kind: 'compare', field, operator: bound, value } as const);
  return replaced(query, isBound(field, bound), next);
}

/** What the facet of a text shows as chosen. */
export function choicesOf(query: OfferQuery, field: TextField): readonly string[] {
  const found = conjunctsOf(query).find(isChoice(field));
  if (found?.kind === 'compare') return [String(found.value)];
  return found?.kind === 'in' ? found.values.map(String) : [];
}

/** Place of the condition that the facet of a text shows; -1 where there is none. */
export function choiceIndexOf(query: OfferQuery, field: TextField): number {
  return conjunctsOf(query).findIndex(isChoice(field));
}

/** The query with these choices in the same place; none takes the condition away. */
export function withChoices(
  query: OfferQuery,
  field: TextField,
  values: readonly string[],
): OfferQuery {
  const [first] = values;
  if (first === undefined) return replaced(query, isChoice(field), undefined);
  const next: OfferQuery =
    values.length === 1
      ? { kind: 'compare', field, operator: '=', value: first }
      : { kind: 'in', field, values };
  return replaced(query, isChoice(field), next);
}

/** The query with another conjunct at this place, or with one less. */
export function withConjunct(
  query: OfferQuery,
  index: number,
  next: OfferQuery | undefined,
): OfferQuery {
  const parts = conjunctsOf(query).flatMap((part, at) =>
    at === index ? (next ? [next] : []) : [part],
  );
  return allOf(parts);
}

function replaced(
  query: OfferQuery,
  isIt: (part: OfferQuery) => boolean,
  next: OfferQuery | undefined,
): OfferQuery {
  const parts = conjunctsOf(query);
  const index = parts.findIndex(isIt);
  if (index >= 0) return withConjunct(query, index, next);
  return next ? allOf([...parts, next]) : query;
}

function isBound(field: OfferField, bound: Bound) {
  return (part: OfferQuery) =>
    part.kind === 'compare' && part.field === field && part.operator === bound;
}

function isChoice(field: OfferField) {
  return (part: OfferQuery) =>
    (part.kind === 'compare' && part.field === field && part.operator === '=') ||
    (part.kind === 'in' && part.field === field);
}
