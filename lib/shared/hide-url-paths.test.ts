import { describe, expect, it } from 'vitest';
import { hideUrlPaths, hideUrlPathsIn } from './hide-url-paths';

describe('addresses in a text', () => {
  it.each([
    ['https://eth.example/v2/SECRET', 'https://eth.example/…'],
    ['URL: https://eth.example/?key=SECRET,', 'URL: https://eth.example/…'],
    ['(https://user:SECRET@eth.example:8545)', '(https://eth.example:8545)'],
    ['wss://eth.example#SECRET', 'wss://eth.example/…'],
    ['http://127.0.0.1:8545,https://a.example/SECRET', 'http://127.0.0.1:8545,https://a.example/…'],
    ['http://127.0.0.1:8545/. No key.', 'http://127.0.0.1:8545/. No key.'],
    ['at file:///srv/lib/a.ts:3', 'at file:///srv/lib/a.ts:3'],
  ])('%s is shown as %s', (text, shown) => {
    expect(hideUrlPaths(text)).toBe(shown);
  });

  it('are cut however deep they are, and loops end', () => {
    const loop: Record<string, unknown> = { meta: ['URL: https://a.example/SECRET'], amount: 1n };
    loop.self = loop;
    const shown = hideUrlPathsIn(loop) as Record<string, unknown>;
    expect([shown.meta, shown.amount]).toEqual([['URL: https://a.example/…'], 1n]);
  });
});
