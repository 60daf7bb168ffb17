import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NUMBER_FIELDS, type NumberField, type TextField } from './offer-fields';
import {
  boundOf,
  choicesOf,
  conjunctsOf,
  formatOfferQuery,
  type OfferQuery,
  withBound,
  withChoices,
} from './offer-query';
import { parseOfferQuery } from './parse-offer-query';
import { anyQuery } from './testing/any-query';

function read(text: string): OfferQuery {
  const parsed = parseOfferQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.query;
}

function problemOf(text: string) {
  const parsed = parseOfferQuery(text);
  return parsed.ok ? undefined : parsed.problem;
}

describe('a written query', () => {
  it('is read in the usual order: not, and, or', () => {
    const text = 'ram >= 16 && !state = off || gpu.vram >= 24 && price < 0.5';
    expect(formatOfferQuery(read(text))).toBe(
      '(ram >= 16 && !(state = off)) || (gpu.vram >= 24 && price < 0.5)',
    );
  });

  it('may use words for signs, units for numbers and quotes for texts', () => {
    expect(formatOfferQuery(read('RAM>=512 MiB and gpu.vram == 24GB'))).toBe(
      'ram >= 0.5 && gpu.vram = 24',
    );
    expect(formatOfferQuery(read('price < .5 tUSD && uptime >= 99 %'))).toBe(
      'price < 0.5 && uptime >= 99',
    );
    expect(formatOfferQuery(read('not (gpu.model in ("RTX 4090", h100))'))).toBe(
      '!(gpu.model in ("rtx 4090", h100))',
    );
    expect(formatOfferQuery(read('provider = 0xAB and speed > 2 and cpu.cores = 4'))).toBe(
      'provider = 0xab && speed > 2 && cpu.cores = 4',
    );
  });

  it('asks for nothing when it is empty', () => {
    expect(conjunctsOf(read('  '))).toEqual([]);
    expect(formatOfferQuery(read(''))).toBe('');
  });

  it('says where it is wrong, and what was probably meant', () => {
    expect(problemOf('ram >= 16 && vrm >= 2')).toBeDefined();
    expect(problemOf('ram >= 16 && memory >= 2')).toMatchObject({
      at: 13,
      length: 6,
      suggestion: 'ram',
    });
    expect(problemOf('pice < 2')).toMatchObject({ at: 0, suggestion: 'price' });
    expect(problemOf('state > live')).toMatchObject({ at: 6, length: 1, suggestion: '=' });
    expect(problemOf('state = on')?.message).toContain('live, busy, off');
    expect(problemOf('ram >= lots')).toMatchObject({ at: 7, length: 4 });
    expect(problemOf('ram >= 5 cores')?.message).toContain('units: gib');
    expect(problemOf('(ram >= 5) price < 2')).toMatchObject({ at: 11, suggestion: '&&' });
    expect(problemOf('(ram >= 5')).toMatchObject({ at: 9, suggestion: ')' });
    expect(problemOf('ram >=')).toMatchObject({ at: 6, length: 0 });
    expect(problemOf("provider = 0x' or 1=1")).toBeDefined();
    expect(problemOf('provider = "%"')?.message).toContain('address');
    expect(problemOf('ram >= 1e999')?.message).toContain('too large');
  });

  it('is refused when it is too long, too deep or too much', () => {
    expect(problemOf(`ram >= 1${' '.repeat(3_000)}`)?.message).toContain('2000 characters');
    expect(problemOf(`${'('.repeat(100)}ram >= 1`)?.message).toContain('too deep');
    expect(problemOf(`${'!'.repeat(500)}ram >= 1`)?.message).toContain('too deep');
    const many = Array.from({ length: 60 }, () => 'ram >= 1').join(' || ');
    expect(problemOf(many)?.message).toContain('40 conditions');
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const parsed = parseOfferQuery(text);
        if (!parsed.ok) expect(parsed.problem.at).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(read(formatOfferQuery(query))).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });
});

describe('facets', () => {
  const number = fc.constantFrom(...(Object.keys(NUMBER_FIELDS) as NumberField[]));
  const amount = fc.double({ min: 0, max: 1e12, noNaN: true });

  it('change one bound of the text, and read it from there again', () => {
    const bound = fc.constantFrom('>=' as const, '<=' as const);
    fc.assert(
      fc.property(anyQuery, number, bound, amount, (query, field, sign, value) => {
        const changed = read(formatOfferQuery(withBound(query, field, sign, value)));
        expect(boundOf(changed, field, sign)).toBe(value);
        expect(othersOf(changed, field)).toEqual(othersOf(query, field));
        if (boundOf(query, field, sign) === undefined) {
          expect(withBound(changed, field, sign, undefined)).toEqual(query);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('change the choices of the text, and read them from there again', () => {
    const values = fc.uniqueArray(fc.constantFrom('live', 'busy', 'off'), { maxLength: 3 });
    fc.assert(
      fc.property(anyQuery, values, (query, chosen) => {
        const had = conjunctsOf(query).filter((part) => 'field' in part && part.field === 'state');
        const mayStay = had.length > 1;
        const changed = read(formatOfferQuery(withChoices(query, 'state', chosen)));
        if (chosen.length > 0 || !mayStay) expect(choicesOf(changed, 'state')).toEqual(chosen);
        expect(othersOf(changed, 'state')).toEqual(othersOf(query, 'state'));
      }),
      { numRuns: 300 },
    );
  });

  /** Conjuncts that no facet of this field shows. */
  function othersOf(query: OfferQuery, field: NumberField | TextField): readonly OfferQuery[] {
    return conjunctsOf(query).filter((part) => !('field' in part) || part.field !== field);
  }
});
