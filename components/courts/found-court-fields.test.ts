import { describe, expect, it } from 'vitest';
import { engineIdOf } from '@/lib/offers/offer-hash';
import { testAddress } from '@/test/builders/offers';
import {
  draftOf,
  engineNameProblem,
  enginesProblem,
  feeProblem,
  initialFields,
  membersProblem,
  wholeProblem,
} from './found-court-fields';

const fields = { ...initialFields([testAddress(0xd1)], 600), members: testAddress(1) };

describe('the fields of a court', () => {
  it('begin as a court that can be founded once it has members', () => {
    expect(draftOf(fields)).toMatchObject({
      directories: [testAddress(0xd1)],
      cpuMilli: 16_000,
      maxFuel: 2_000_000_000_000n,
      minSeatFee: 500n,
    });
    expect(membersProblem(initialFields([], 600).members)).toMatch('Name at least one member');
    expect(enginesProblem(fields)).toBeUndefined();
  });

  it('judge another engine in class B', () => {
    const { engines } = draftOf({ ...fields, otherEngine: ' docker-probe@1.2.3 ' });
    expect(engines.at(-1)).toEqual({ engine: engineIdOf('docker-probe@1.2.3'), class_: 2 });
    expect(engineNameProblem('docker')).toMatch('exact version');
  });

  it('refuse a court without engines, and numbers that are none', () => {
    const engines = Object.fromEntries(Object.keys(fields.engines).map((name) => [name, '']));
    expect(enginesProblem({ ...fields, engines })).toMatch('at least one engine');
    expect(wholeProblem('1e3', 1, 2_000)).toBe('Enter a whole number from 1 to 2,000.');
    expect(wholeProblem('0', 1, 10)).toBeDefined();
    expect(wholeProblem('10', 1, 10)).toBeUndefined();
    expect(feeProblem('1,5')).toBeDefined();
  });
});
