import { expect, it } from 'vitest';
import { momentOf } from './replay';

it('reads a moment of the replay from the address, and shows the present for what is none', () => {
  expect(momentOf('3', 9)).toBe(3);
  expect(momentOf('1', 9)).toBe(1);
  for (const none of [null, '', '0', '9', '10', '-1', '2.5', '1e3', 'x', '99999999']) {
    expect(momentOf(none, 9), `${none}`).toBeUndefined();
  }
});
