import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shownSetting } from './shown-setting.mjs';

it.each([
  ['https://eth.example/v2/SECRET', 'https://eth.example/…'],
  ['http://127.0.0.1:8545', 'http://127.0.0.1:8545'],
  [
    'http://u:SECRET@a.example, https://b.example/?key=SECRET',
    'http://a.example,https://b.example/…',
  ],
  [join(process.cwd(), '.data/agents/own'), '.data/agents/own'],
  ['/var/lib/reckon', '/var/lib/reckon'],
])('%s is printed as %s', (value, shown) => {
  expect(shownSetting(value)).toBe(shown);
});
