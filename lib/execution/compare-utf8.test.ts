import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from './compare-utf8';

const encoder = new TextEncoder();
const sign = (left: string, right: string): number =>
  Math.sign(Buffer.compare(encoder.encode(left), encoder.encode(right)));

describe('the order of texts', () => {
  it('is that of their bytes in UTF-8', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });
    const start = fc.constantFrom(
      '',
      'a'.repeat(255),
      'ab'.repeat(128),
      'é'.repeat(600),
      '😀'.repeat(300),
    );
    fc.assert(
      fc.property(start, text, text, (prefix, one, other) => {
        const [left, right] = [prefix + one, prefix + other];
        expect(Math.sign(compareUtf8(left, right))).toBe(sign(left, right));
      }),
      { numRuns: 300 },
    );
  });

  it('puts characters beyond U+FFFF behind all others, also across pieces', () => {
    const long = 'x'.repeat(255);
    expect(compareUtf8(`${long}\ufffd`, `${long}😀`)).toBeLessThan(0);
    expect(compareUtf8(`${long}😀`, `${long}😁`)).toBeLessThan(0);
    expect(compareUtf8(long, `${long}a`)).toBeLessThan(0);
    expect(compareUtf8(long.repeat(3), long.repeat(3))).toBe(0);
  });
});
