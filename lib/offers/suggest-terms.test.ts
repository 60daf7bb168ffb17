import { describe, expect, it } from 'vitest';
import { testAddress } from '../../test/builders/offers';
import { deviceClassesOf } from '../providers/device-classes';
import { sampleReport } from '../providers/testing/sample-machine';
import { mostAtRisk, termProblems } from './resource-terms';
import { suggestTerms } from './suggest-terms';

const limits = { maxExecutionWindow: 3_600, maxReviewWindow: 86_400 };
const spread = (median: bigint) => ({ p10: 1n, median, p90: 9_000_000n });
const prices = { basePrice: spread(2_500n), fuelPrice: spread(900n) };

describe('what is proposed', () => {
  it('shares the machine, at the market’s prices, and can be signed and covered', () => {
    const report = sampleReport(testAddress(0xe1));
    const [device] = deviceClassesOf(report.hardware);
    const terms = suggestTerms({ report, device, prices, limits });
    expect(terms).toMatchObject({
      concurrent: '32',
      cpu: '2',
      basePrice: '0.0025',
      fuelPrice: '0.0009',
      speed: '0.8',
      review: '86400',
    });
    expect(termProblems({ ...terms, operator: testAddress(0xe1) }, limits)).toEqual({});
    expect(mostAtRisk(terms)).toBeLessThanOrEqual(100_000_000n);
  });

  it('offers as many deals at once as there are equal cards', () => {
    const card = {
      model: 'A100',
      vendor: 'nvidia' as const,
      memoryMiB: 81_920,
      driver: '',
      runtime: '',
      ecc: true,
    };
    const report = sampleReport(testAddress(0xe1));
    const hardware = { ...report.hardware, gpus: [card, card, card] };
    const [device] = deviceClassesOf(hardware);
    const terms = suggestTerms({ report: { ...report, hardware }, device, prices, limits });
    expect(terms.concurrent).toBe('3');
  });

  it('promises the pace of the clock for containers, at a price that they can be signed at', () => {
    const report = sampleReport(testAddress(0xe1));
    const [device] = deviceClassesOf(report.hardware);
    const none = { basePrice: null, fuelPrice: null };
    const terms = suggestTerms({ report, device, prices: none, limits, kind: 'container' });
    expect(terms).toMatchObject({ speed: '1', fuelPrice: '0.0128', window: '60' });
    const signed = { ...terms, operator: testAddress(0xe1) };
    expect(termProblems(signed, limits, 'container')).toEqual({});
    expect(Object.keys(termProblems({ ...signed, speed: '1.1' }, limits, 'container'))).toEqual([
      'speed',
    ]);
  });

  it('is the default where neither machine nor market has told anything', () => {
    const none = { basePrice: null, fuelPrice: null };
    const terms = suggestTerms({ report: undefined, device: undefined, prices: none, limits });
    expect(terms).toMatchObject({ basePrice: '0.002', concurrent: '1', speed: '16' });
  });
});
