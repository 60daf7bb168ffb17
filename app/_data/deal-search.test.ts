import { expect, it } from 'vitest';
import { dealSearchOf } from './deal-search';

it('finds by the beginning of an id, or by an address in any case', () => {
  expect(dealSearchOf('0x1F3a')).toEqual({ idPrefix: '0x1F3a' });
  expect(dealSearchOf(`0x${'ab'.repeat(32)}`)).toEqual({ idPrefix: `0x${'ab'.repeat(32)}` });
  expect(dealSearchOf(`0x${'AB'.repeat(20)}`)).toEqual({ searched: `0x${'ab'.repeat(20)}` });
});

it('tells what names nothing from no search at all', () => {
  expect(dealSearchOf(undefined)).toEqual({});
  for (const words of ['cowsay', '0x', '0xzz', '1f3a', `0x${'a'.repeat(65)}`]) {
    expect(dealSearchOf(words), words).toBeUndefined();
  }
});
