import { describe, expect, it } from 'vitest';
import { fingerprintOf, shortHash } from './hash.view';

describe('shortHash', () => {
  it('leaves short values alone', () => {
    expect(shortHash('0x1234')).toBe('0x1234');
    expect(shortHash(`0x${'ab'.repeat(32)}`)).toBe('0xabab…abab');
  });
});

describe('fingerprintOf', () => {
  it('is equal for equal values and differs for near ones', () => {
    const value = `0x${'00'.repeat(31)}01`;
    const near = `0x${'00'.repeat(31)}02`;
    expect(fingerprintOf(value)).toEqual(fingerprintOf(value));
    expect(fingerprintOf(value)).not.toEqual(fingerprintOf(near));
  });
});
