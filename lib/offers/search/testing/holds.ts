import type { OfferField } from '../offer-fields';
import type { OfferQuery, Operator } from '../offer-query';

/** A field's figure of one offer; null where nothing is known. */
export type Figures = (field: OfferField) => number | string | null;

/** What a query means, one offer at a time: the SQL has to agree. */
export function holds(query: OfferQuery, figures: Figures): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => holds(part, figures));
    case 'or':
      return query.parts.some((part) => holds(part, figures));
    case 'not':
      return !holds(query.part, figures);
    case 'in':
      return query.values.some((value) => compare(figures(query.field), '=', value, query.field));
    case 'compare':
      return compare(figures(query.field), query.operator, query.value, query.field);
  }
}

function compare(
  has: number | string | null,
  operator: Operator,
  value: number | string,
  field: OfferField,
): boolean {
  if (has === null) return false;
  if (field === 'provider') return String(has).startsWith(String(value)) !== (operator === '!=');
  if (field === 'engine') {
    const runs = has === 'wasm+oci' ? ['wasm', 'oci'] : [has];
    return runs.includes(value) !== (operator === '!=');
  }
  if (operator === '=') return has === value;
  if (operator === '!=') return has !== value;
  if (operator === '<') return has < value;
  if (operator === '<=') return has <= value;
  if (operator === '>') return has > value;
  return has >= value;
}
