import { describe, expect, it } from 'vitest';
import { complaintsOf } from './judge-results';
import type { Played, Result } from './run-plays';
import type { Strategy } from './strategy';

const earned = (meanProfit: number, ci95 = 0): Played => ({
  meanProfit,
  ci95,
  samples: 100,
  refused: {},
});

function result(name: string, who: Strategy['who'], guarded: Played, unguarded?: Played): Result {
  const guard = unguarded ? ('appeal' as const) : undefined;
  const play = () => Promise.reject(new Error('not to be played'));
  return { strategy: { name, does: '', who, guard, play }, guarded, unguarded };
}

const honest = [
  result('honest', 'provider', earned(0.35)),
  result('honest-seat', 'mediator', earned(0.4)),
];

describe('complaintsOf', () => {
  it('has none where cheating loses and would win without its guard', () => {
    const cheat = result('cheat', 'provider', earned(0.1, 0.2), earned(0.5));
    expect(complaintsOf([...honest, cheat])).toEqual([]);
  });

  it('complains where cheating pays, or may pay', () => {
    const pays = result('cheat', 'provider', earned(0.4), earned(0.5));
    expect(complaintsOf([...honest, pays])).toHaveLength(1);
    const mayPay = result('cheat', 'provider', earned(0.2, 0.2), earned(0.5));
    expect(complaintsOf([...honest, mayPay])[0]).toContain('0.2 ± 0.2 against 0.35');
  });

  it('complains where a guard guards nothing', () => {
    const idle = result('cheat', 'buyer', earned(0), earned(0.3));
    expect(complaintsOf([...honest, idle])[0]).toContain('does not win without appeal');
  });

  it('measures mediators by an honest seat', () => {
    const lazy = result('lazy', 'mediator', earned(0.3), earned(0.38));
    expect(complaintsOf([...honest, lazy])).toHaveLength(1);
  });
});
