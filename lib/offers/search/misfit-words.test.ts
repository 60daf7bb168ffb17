import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misfitWords, offeredWords, roundedBound } from './misfit-words.view';
import { formatOfferQuery } from './offer-query';
import { parseOfferQuery } from './parse-offer-query';

const parsed = parseOfferQuery('gpu.vram >= 24 && price < 0.5 && region = eu');
const query = parsed.ok ? parsed.query : { kind: 'and' as const, parts: [] };
const needs = {
  cpuMilli: 1_000,
  memoryMiB: 512,
  storageMiB: 64,
  gpuCount: 0,
  gpuMemoryMiB: 0,
  executionWindow: 90,
  reviewWindow: 60,
  theta: 40,
  n: 1,
};

describe('a group that does not fit', () => {
  it('is told with the change of the query that helps', () => {
    const change = { offered: 16, count: 41, from: 0.12 };
    const words = misfitWords({ key: 'query:0', change }, query, undefined);
    expect(words.title).toBe('without gpu.vram >= 24');
    expect(words.change?.text).toBe('With 16 GiB instead of 24 GiB');
    const applied = words.change?.applied;
    expect(applied?.kind === 'query' && formatOfferQuery(applied.query)).toBe(
      'gpu.vram >= 16 && price < 0.5 && region = eu',
    );
  });

  it('is told with the change of the run that helps', () => {
    const change = { offered: 256, count: 2, from: 0.1 };
    expect(misfitWords({ key: 'ram', change }, query, needs)).toEqual({
      title: 'has less memory than the 512 MiB that the run needs',
      change: {
        text: 'With 256 MiB instead of 512 MiB',
        applied: { kind: 'need', name: 'memoryMiB', value: 256 },
      },
    });
  });

  it('offers to drop a condition that has no nearest value', () => {
    const change = { offered: null, count: 3, from: 0.1 };
    const words = misfitWords({ key: 'query:2', change }, query, undefined);
    const applied = words.change?.applied;
    expect(applied?.kind === 'query' && formatOfferQuery(applied.query)).toBe(
      'gpu.vram >= 24 && price < 0.5',
    );
  });

  it('offers no change where only the provider can help', () => {
    const change = { offered: null, count: 3, from: 0.1 };
    expect(misfitWords({ key: 'off', change }, query, needs).change).toBeUndefined();
    expect(misfitWords({ key: 'ram', change: null }, query, needs).change).toBeUndefined();
  });

  it('says what an offer has, or that it tells nothing', () => {
    expect(offeredWords('query:0', 16, query)).toBe('has 16 GiB');
    expect(offeredWords('query:2', null, query)).toBeUndefined();
    expect(offeredWords('window', null, query)).toBe('tells nothing of it');
    expect(offeredWords('ram', 2_048, query)).toBe('has 2 GiB');
  });
});

it('rounds a bound so that it still lets the nearest offer in', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (value) => {
      expect(roundedBound(value, true)).toBeLessThanOrEqual(value);
      expect(roundedBound(value, false)).toBeGreaterThanOrEqual(value);
      expect(Math.abs(roundedBound(value, false) - value)).toBeLessThan(2.1e-6);
    }),
  );
});
