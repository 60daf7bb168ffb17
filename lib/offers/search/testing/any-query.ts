import fc from 'fast-check';
import { NUMBER_FIELDS, type NumberField, OPEN_STATES } from '../offer-fields';
import { allOf, anyOf, type OfferQuery, OPERATORS } from '../offer-query';

const numberField = fc.constantFrom(...(Object.keys(NUMBER_FIELDS) as NumberField[]));
/** Near the figures of test offers, so that conditions hold about half of the time. */
const number = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.double({ min: 0, max: 1e9, noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 0.001, 0.5, 1, 50, 100),
);
const word = fc.oneof(
  fc.constantFrom('rtx 4090', 'h100', 'eu', 'in', 'say "hi"', 'back\\slash', ''),
  fc.string({ maxLength: 8 }).map((text) => text.toLowerCase()),
);
const isEqual = fc.constantFrom('=' as const, '!=' as const);
const provider = fc.constantFrom(
  '0x',
  '0x0',
  `0x${'0'.repeat(39)}a`,
  '0xffffffffffffffffffffffffffffffffffffffff',
);
const state = fc.constantFrom(...OPEN_STATES);

const compared: fc.Arbitrary<OfferQuery> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    field: numberField,
    operator: fc.constantFrom(...OPERATORS),
    value: number,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constant('state' as const),
    operator: isEqual,
    value: state,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constant('provider' as const),
    operator: isEqual,
    value: provider,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constant('engine' as const),
    operator: isEqual,
    value: fc.constantFrom('wasm', 'oci', 'other', 'wasm+oci', ''),
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    field: fc.constantFrom('region' as const, 'gpu.model' as const),
    operator: isEqual,
    value: word,
  }),
  fc.record({
    kind: fc.constant('in' as const),
    field: numberField,
    values: fc.array(number, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('in' as const),
    field: fc.constant('state' as const),
    values: fc.array(state, { minLength: 1, maxLength: 3 }),
  }),
);

/** Queries of a few conditions in the form that the parser gives. */
export const anyQuery: fc.Arbitrary<OfferQuery> = fc.letrec<{ query: OfferQuery }>((tie) => {
  const parts = fc.array(tie('query'), { minLength: 0, maxLength: 4 });
  const some = fc.array(tie('query'), { minLength: 2, maxLength: 3 });
  return {
    query: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'query' },
      compared,
      some.map(allOf),
      some.map(anyOf),
      tie('query').map((part): OfferQuery => ({ kind: 'not', part })),
      parts.map((all) => (all.length === 0 ? allOf([compare]) : allOf(all))),
    ),
  };
}).query;

const compare: OfferQuery = { kind: 'compare', field: 'ram', operator: '>=', value: 1 };
