import { expect, it } from 'vitest';
import { readRefusal, refusalText } from './refusal';

it.each([
  { reason: 'unexpected end in the header', offset: 0 },
  { reason: 'the import a at byte 7: b is not offered', offset: 12_345 },
  { reason: 'it has no _start', offset: undefined },
])('is read back as it was told: $reason', (refusal) => {
  expect(readRefusal(`reckon: ${refusalText(refusal)}\n`)).toEqual(refusal);
});

it('is none in what a program says', () => {
  expect(readRefusal('the module is not accepted: no\n')).toBeUndefined();
  expect(readRefusal('reckon: something else\n')).toBeUndefined();
});
