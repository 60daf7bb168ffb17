import fc from 'fast-check';
import { expect, it } from 'vitest';
import { INDEXED_SHARE, impliedBounds, nearestPrice } from './price-bounds';

/** Whole numbers, as amounts and fuel are. */
const amount = fc.oneof(fc.nat(10_000), fc.nat(), fc.maxSafeNat());
const share = fc.oneof(
  fc.constantFrom(0, 1e-9, 0.05, INDEXED_SHARE, 900),
  fc.maxSafeNat().map((fuel) => fuel / 1e9),
);

it('leaves no offer out whose price is within the bound', () => {
  fc.assert(
    fc.property(amount, amount, share, fc.boolean(), (base, fuel, share, isMost) => {
      // As SQL works it out: the sum of smallest units in whole tokens.
      const price = (base + share * fuel) / 1e6;
      const figures = {
        'price.base': base / 1e6,
        'price.indexed': (base + INDEXED_SHARE * fuel) / 1e6,
        'price.fuel': fuel / 1e6,
      };
      for (const [name, bound] of impliedBounds(
        share,
        isMost ? { most: price } : { least: price },
      )) {
        expect(figures[name]).toBeGreaterThanOrEqual(bound.least ?? 0);
        expect(figures[name]).toBeLessThanOrEqual(bound.most ?? Number.POSITIVE_INFINITY);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('bounds what the price is made of', () => {
  const cheap = impliedBounds(0.1, { most: 2 });
  expect(cheap.get('price.base')?.most).toBeCloseTo(2);
  expect(cheap.get('price.fuel')?.most).toBeCloseTo(20);
  expect(cheap.get('price.indexed')?.most).toBeCloseTo(200);
  const long = impliedBounds(500, { least: 1_000 });
  expect(long.get('price.indexed')?.least).toBeCloseTo(20);
  expect(long.get('price.base')).toEqual({});
  expect(impliedBounds(0, { most: 2 }).get('price.fuel')).toEqual({});
});

it('looks first where offers are ranked most alike', () => {
  expect([0, 0.05, 5, 10, 60, 900].map(nearestPrice)).toEqual([
    'price.base',
    'price.base',
    'price.indexed',
    'price.indexed',
    'price.indexed',
    'price.fuel',
  ]);
});
