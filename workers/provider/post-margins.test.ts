import { expect, it } from 'vitest';
import { postMargins } from './post-margins';

it.each([
  ['a development chain', 0, 70, { ready: 2, receipt: 8, disk: 16 }],
  ['a block a second', 1, 70, { ready: 2, receipt: 8, disk: 16 }],
  ['a block in twelve seconds', 12, 600, { ready: 24, receipt: 36, disk: 72 }],
  ['a deal that is short for such blocks', 12, 80, { ready: 10, receipt: 20, disk: 40 }],
])('%s', (_, blockSeconds, wholeSeconds, margins) => {
  expect(postMargins(blockSeconds, wholeSeconds)).toEqual(margins);
});
