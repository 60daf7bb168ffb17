import { describe, expect, it } from 'vitest';
import type { OfferChoice } from './offer-fit.view';
import { fitsQuery, quantileOf, readOfferQuery } from './offer-query';

const choice = {
  hash: '0x01',
  state: 'live',
  dealsEver: 3,
  lists: { engines: [], courts: [], directories: [] },
  offer: {
    provider: '0xAbCd000000000000000000000000000000000000',
    cpuMilli: 4000,
    memoryMiB: 512,
    storageMiB: 64,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    basePrice: 1_000n,
    fuelPrice: 20_000n,
    fuelPerSecond: 500_000_000n,
    maxTheta: 200,
  },
} as unknown as OfferChoice;

function fits(text: string): boolean | string {
  const query = readOfferQuery(text);
  return query.ok ? fitsQuery(choice, query.conditions) : query.part;
}

describe('offer queries', () => {
  it('join conditions', () => {
    expect(fits('')).toBe(true);
    expect(fits('memory >= 512 && price.fuel < 0.05')).toBe(true);
    expect(fits('memory >= 512 and price.fuel<0.02')).toBe(false);
    expect(fits('state = live, cpu >= 4')).toBe(true);
    expect(fits('provider = 0xabcd')).toBe(true);
    expect(fits('provider != 0xabcd')).toBe(false);
  });
  it('name the part that cannot be read', () => {
    expect(fits('cpu >= 2 && colour = red')).toBe('colour = red');
    expect(fits('cpu >= lots')).toBe('cpu >= lots');
    expect(fits('state > live')).toBe('state > live');
  });
});

describe('quantileOf', () => {
  it('takes the nearest rank', () => {
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(3);
    expect(quantileOf([1], 0.9)).toBe(1);
    expect(quantileOf([], 0.5)).toBeUndefined();
  });
});
