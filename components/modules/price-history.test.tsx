import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import type { PaidRun } from '@/lib/modules/price-history';
import { PriceHistory } from './price-history';

const config = { tokenSymbol: 'tUSD' } as PublicConfig;

const pageOf = (runs: readonly PaidRun[]) =>
  renderToStaticMarkup(
    <ConfigProvider value={config}>
      <PriceHistory runs={runs} />
    </ConfigProvider>,
  );

it('draws a dot for each paid run within the picture, with the figures in a table behind', () => {
  const runs = [
    { at: 1_700_000_000, price: 2_000n },
    { at: 1_700_000_100, price: 9_000n },
    { at: 1_700_086_400, price: 4_000n },
  ];
  const page = pageOf(runs);
  const [dots = ''] = page.match(/M[^"]*h0"/) ?? [];
  expect(dots.split('h0').length - 1).toBe(3);
  const places = [...dots.matchAll(/M([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  expect(places.every(([x = -1, y = -1]) => x >= 0 && x <= 600 && y >= 0 && y <= 120)).toBe(true);
  // Dearer stands higher.
  expect(places[1]?.[1]).toBeLessThan(places[0]?.[1] ?? 0);
  const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain('2023-11-14 22:13:20 UTC 2 0.002');
  expect(page).toContain('Prices of the 3 newest paid runs');
});

it('says that nobody has paid yet, and draws one run as it draws many', () => {
  expect(pageOf([])).toContain('Nobody has paid for a run yet');
  expect(pageOf([{ at: 1_700_000_000, price: 5n }])).toContain('M300 60h0');
});
