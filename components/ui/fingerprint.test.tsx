import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { fingerprintOf } from '@/lib/shared/hash.view';
import { Fingerprint } from './fingerprint';

const HASH = '0x1f3a5b7c9d0e2f4a6b8c0d1e3f5a7b9c1d2e4f6a8b0c1d3e5f7a9b0c2d4e6f9c2e';

it('draws each cell of a hash once, in its ink', () => {
  const { cells } = fingerprintOf(HASH);
  const paths = [
    ...renderToStaticMarkup(<Fingerprint value={HASH} />).matchAll(/<path d="([^"]*)"/g),
  ];
  const drawn = paths.map(([, path]) =>
    [...(path ?? '').matchAll(/M(\d) (\d)h1v1h-1z/g)].map(
      ([, x, y]) => Number(x) - 1 + 5 * (Number(y) - 1),
    ),
  );
  const placesOf = (ink: number) => cells.flatMap((cell, place) => (cell === ink ? [place] : []));
  expect(drawn).toEqual([placesOf(1), placesOf(2)]);
});
