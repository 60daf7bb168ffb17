import { describe, expect, it } from 'vitest';
import { testAddress, testHash } from '../../test/builders/offers';
import { draftResourceOffer } from './draft-resource-offer';
import {
  coveredValue,
  DEFAULT_TERMS,
  draftOfTerms,
  mostAtRisk,
  type TermField,
  termProblems,
} from './resource-terms';

const limits = { maxExecutionWindow: 3_600, maxReviewWindow: 86_400 };
const terms = { ...DEFAULT_TERMS, operator: testAddress(0xe1) };

describe('what a provider writes', () => {
  it('can be signed as it is proposed', () => {
    expect(termProblems(terms, limits)).toEqual({});
  });

  it.each<[TermField, string]>([
    ['operator', '0x12'],
    ['cpu', '0'],
    ['cpu', 'two'],
    ['memory', '1.5'],
    ['memory', ''],
    ['storage', '-1'],
    ['concurrent', '0'],
    ['concurrent', '1e9'],
    ['speed', 'NaN'],
    ['speed', 'Infinity'],
    ['basePrice', '0.0000001'],
    ['fuelPrice', '-1'],
    ['window', '3601'],
    ['review', '86401'],
    ['maxValue', '0'],
    ['maxValue', '0.0019'],
    ['theta', '65536'],
    ['panel', '16'],
    ['days', '0'],
    ['deposit', 'all'],
  ])('is refused where %s is "%s"', (field, text) => {
    expect(Object.keys(termProblems({ ...terms, [field]: text }, limits))).toEqual([field]);
  });

  it('becomes the offer that is signed', () => {
    const draft = draftOfTerms(
      { ...terms, cpu: '1.5', speed: '0.25', maxValue: '2.5', concurrent: '4' },
      {
        provider: testAddress(0xa1),
        gpu: { memoryMiB: 24_000, model: testHash(0x99) },
        engines: [testHash(2), testHash(1)],
        modules: undefined,
        courts: [testHash(0xc1)],
        directories: [testAddress(0xd1)],
        nonce: 7n,
        now: 1_000,
      },
    );
    expect(draftResourceOffer(draft).offer).toMatchObject({
      cpuMilli: 1_500,
      fuelPerSecond: 250_000_000n,
      basePrice: 2_000n,
      fuelPrice: 800n,
      maxValue: 2_500_000n,
      gpuCount: 1,
      gpuMemoryMiB: 24_000,
      gpuModel: testHash(0x99),
      concurrent: 4,
      ticketKey: terms.operator,
      expiry: 1_000 + 30 * 86_400,
      nonce: 7n,
    });
  });
});

describe('what stands behind results', () => {
  it('is (theta + n) times V for every job at once', () => {
    expect(
      mostAtRisk({ ...terms, concurrent: '3', theta: '40', panel: '5', maxValue: '0.1' }),
    ).toBe(3n * 45n * 100_000n);
  });

  it('covers deals of at most this V', () => {
    expect(coveredValue(13_500_000n, { theta: 40, n: 5, concurrent: 3 })).toBe(100_000n);
    expect(coveredValue(5n, { theta: 0, n: 0, concurrent: 0 })).toBe(5n);
  });
});
