import { describe, expect, it } from 'vitest';
import { drawPlot, figure } from './draw-plot';
import type { Played, Result } from './run-plays';

const earned = (meanProfit: number): Played => ({ meanProfit, ci95: 0.1, samples: 9, refused: {} });

function result(name: string, guarded: number, unguarded?: number): Result {
  const isHonest = unguarded === undefined;
  const play = () => Promise.reject(new Error('not to be played'));
  return {
    strategy: { name, does: '', who: 'provider', guard: isHonest ? undefined : 'appeal', play },
    guarded: earned(guarded),
    unguarded: isHonest ? undefined : earned(unguarded),
  };
}

describe('drawPlot', () => {
  it('has a row a strategy with both figures, and an arrow for what lies beyond', () => {
    const plot = drawPlot([
      result('honest', 0.35),
      result('honest-seat', 0.4),
      result('cheat', -0.4, 1.4),
      result('wash', -36, 4.35),
    ]);
    expect(plot).toContain('>cheat<');
    expect(plot).toContain('−0.40 → +1.40');
    expect(plot.match(/<path/g)).toHaveLength(2);
    expect(plot).not.toContain('NaN');
  });

  it('writes figures with their sign', () => {
    expect([figure(-0.5), figure(0), figure(2, 0)]).toEqual(['−0.50', '0.00', '+2']);
  });
});
