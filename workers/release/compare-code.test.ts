import { type Hex, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { codeDifference } from './compare-code';

const word = (value: number): Hex => numberToHex(value, { size: 32 });
const bare = (hex: Hex) => hex.slice(2);

/** Three bytes, an immutable, one byte, another. */
const codeWith = (first: Hex, second: Hex, byte = '5b'): Hex =>
  `0x600160${bare(first)}${byte}${bare(second)}`;
const built = { runtimeCode: codeWith(word(0), word(0)), immutables: [3, 36] };
const words = [word(7), word(9)];

describe('the difference of code on chain and in the build', () => {
  it('is none where only immutables differ, and hold known values', () => {
    expect(codeDifference(codeWith(word(7), word(9)), built, words)).toBeUndefined();
    expect(codeDifference(codeWith(word(9), word(9)), built, words)).toBeUndefined();
    const upper = codeWith(word(7), word(9)).replace('5b', '5B') as Hex;
    expect(codeDifference(upper, built, words)).toBeUndefined();
  });

  it('is the first other byte', () => {
    expect(codeDifference(codeWith(word(7), word(9), '5c'), built, words)).toBe(
      'differs from the build at byte 35',
    );
    const start = codeWith(word(7), word(9)).replace('0x60', '0x61') as Hex;
    expect(codeDifference(start, built, words)).toBe('differs from the build at byte 0');
  });

  it('is an immutable that nobody named', () => {
    expect(codeDifference(codeWith(word(7), word(8)), built, words)).toBe(
      "holds a value at byte 36 that is none of the deployment's",
    );
  });

  it('is another length, or no code at all', () => {
    const longer: Hex = `${codeWith(word(7), word(9))}00`;
    expect(codeDifference(longer, built, words)).toBe('has 69 bytes of code, the build has 68');
    expect(codeDifference('0x', built, words)).toBe('has no code');
    expect(codeDifference(undefined, built, words)).toBe('has no code');
  });
});
