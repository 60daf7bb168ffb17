import { describe, expect, it } from 'vitest';
import { jobNeeds } from '../../test/builders/job-needs';
import {
  jobOffer,
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
  testHash,
} from '../../test/builders/offers';
import { executionWindowFor } from './execution-window';
import { type OfferChoice, sortByFit } from './offer-fit.view';

const job = jobOffer({ fuelLimit: 10_000n });
const { fuelLimit, court } = job;
const { executionWindow: _, ...needs } = jobNeeds(job);
const limits = { usual: 30, most: 3_600 };

/** An offer that needs so many seconds for the job. */
function needing(seconds: number, provider: number, more: Partial<OfferChoice> = {}): OfferChoice {
  const lists = { engines: [testEngine], courts: [court], directories: [testDirectory] };
  const offer = resourceOffer({
    provider: testAddress(provider),
    minExecutionWindow: seconds - 1,
    fuelPerSecond: fuelLimit,
  });
  return { hash: testHash(provider), offer, lists, state: 'live', dealsEver: 0, ...more };
}

const windowOf = (choices: readonly OfferChoice[], changes: Partial<typeof needs> = {}) =>
  executionWindowFor(choices, { ...needs, ...changes }, limits);

describe('the execution window', () => {
  it('is the usual one where half can meet it, and where nobody is there', () => {
    expect(windowOf([])).toBe(30);
    expect(windowOf([needing(5, 1), needing(20, 2), needing(29, 3)])).toBe(30);
  });

  it('is not lengthened for all by one slow offer, nor by many of one provider', () => {
    const quick = [needing(5, 1), needing(6, 2)];
    expect(windowOf([...quick, needing(3_000, 3)])).toBe(30);
    const slow = Array.from({ length: 9 }, () => needing(3_000, 3));
    expect(windowOf([...quick, ...slow])).toBe(30);
  });

  it('is the shortest that half can meet where the job is long for most', () => {
    const choices = [needing(3_000, 1), needing(100, 2), needing(400, 3), needing(200, 4)];
    expect(windowOf(choices)).toBe(200);
    expect(windowOf([...choices, needing(300, 5)])).toBe(300);
    expect(windowOf([needing(500, 1)])).toBe(500);
  });

  it('counts neither what cannot be matched nor who cannot pay the lock', () => {
    const off = Array.from({ length: 5 }, (_, i) =>
      needing(900, 10 + i, { state: 'off' as const }),
    );
    const poor = Array.from({ length: 5 }, (_, i) => needing(900, 20 + i));
    const quick = needing(40, 1);
    const availableOf = (provider: string) => (provider === quick.offer.provider ? 1_000_000n : 0n);
    expect(windowOf([quick, ...off, ...poor], { availableOf })).toBe(40);
    expect(windowOf([quick, ...poor])).toBe(900);
    expect(windowOf([needing(4_000, 1)])).toBe(30);
  });

  it('leaves at least half to choose from, and tells the others why not', () => {
    const choices = [needing(100, 1), needing(200, 2), needing(3_000, 3)];
    const executionWindow = windowOf(choices);
    const { fitting, misfits } = sortByFit(choices, { ...needs, executionWindow });
    expect(fitting.map(({ hash }) => hash)).toEqual([testHash(1), testHash(2)]);
    expect(misfits.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^needs .* to run it, gets /),
    ]);
  });
});
