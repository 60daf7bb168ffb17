import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ZERO_DIGEST } from '@/lib/execution/execution';
import type { ItemResult } from '@/lib/execution/item-list';
import { MapResult } from './map-result';

const item = (name: string, status: ItemResult['status']): ItemResult => ({
  ...{ name, status, exitCode: 0, fuelUsed: 2_500_000n },
  ...{ stateDigest: ZERO_DIGEST, resultDigest: ZERO_DIGEST },
});

describe('MapResult', () => {
  it('lists items with how they ended, some at a time', () => {
    const items = [
      item('a.png', 'completed'),
      item('b.png', 'trapped'),
      ...Array.from({ length: 100 }, (_, index) => item(`c${index}`, 'not-run')),
    ];
    const page = renderToStaticMarkup(<MapResult items={items} files={new Map()} outputs={[]} />);
    expect(page).toMatch(/102 of 102 items, 101[\s\S]*failed/);
    expect(page).toMatch(/a\.png[\s\S]*Completed[\s\S]*2\.5 M/);
    expect(page).toMatch(/b\.png[\s\S]*Trapped/);
    expect(page).toContain('c47');
    expect(page).not.toContain('c48');
    expect(page).toContain('Show 50 more');
  });
});
