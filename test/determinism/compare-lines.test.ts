import { describe, expect, it } from 'vitest';
import { differencesOf } from './compare-lines';
import type { CaseLine } from './run-case';

const line = (changes: Partial<CaseLine> = {}): CaseLine => ({
  name: 'seed 1',
  status: 'completed',
  trap: '-',
  exitCode: 0,
  fuelUsed: '10',
  resultDigest: '0x01',
  stateDigest: '0x02',
  transformed: '0x03',
  ...changes,
});
const names = (left: CaseLine[], right: CaseLine[], charging?: 'instruction'): string[] =>
  differencesOf(left, right, charging).map(({ name }) => name);

describe('differencesOf', () => {
  it.each([
    { status: 'trapped' },
    { trap: 'unreachable' },
    { exitCode: 1 },
    { fuelUsed: '11' },
    { resultDigest: '0x11' },
    { stateDigest: '0x12' },
    { transformed: '0x13' },
  ])('sees %o', (changes) => {
    expect(names([line()], [line(changes)])).toEqual(['seed 1']);
    expect(names([line()], [line()])).toEqual([]);
  });

  it('sees a case that is missing, on either side', () => {
    expect(names([line(), line({ name: 'seed 2' })], [line()])).toEqual(['seed 2']);
    expect(names([line()], [line(), line({ name: 'seed 2' })])).toEqual(['seed 2']);
  });

  it('takes no fault and no unknown trap for an answer, though all agree on it', () => {
    for (const changes of [{ status: 'fault' }, { status: 'failure' }, { trap: 'unknown: ?' }]) {
      expect(names([line(changes)], [line(changes)])).toEqual(['seed 1']);
    }
  });

  it('asks of another charging the same fuel where a run ended by itself', () => {
    const other = line({ transformed: '0x13' });
    expect(names([line()], [other], 'instruction')).toEqual([]);
    expect(names([line()], [{ ...other, fuelUsed: '11' }], 'instruction')).toEqual(['seed 1']);
  });

  it('asks of another charging only the kind of a trap', () => {
    const trap = line({ status: 'trapped', trap: 'unreachable' });
    expect(names([trap], [{ ...trap, fuelUsed: '9' }], 'instruction')).toEqual([]);
    expect(names([trap], [{ ...trap, trap: 'truncation' }], 'instruction')).toEqual(['seed 1']);
    expect(names([trap], [line()], 'instruction')).toEqual(['seed 1']);
  });

  it('asks of another charging that it too runs out of fuel, or traps in that straight run', () => {
    const out = line({ status: 'fuel-exhausted' });
    expect(names([out], [{ ...out, stateDigest: '0x4' }], 'instruction')).toEqual([]);
    expect(names([out], [line({ status: 'trapped' })], 'instruction')).toEqual([]);
    expect(names([out], [line()], 'instruction')).toEqual(['seed 1']);
  });
});
