import { describe, expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import { brokenLink, headersToRead, NO_BLOCK } from './sync-step';

const header = (number: number, parent = number - 1) => ({
  number: BigInt(number),
  hash: testHash(number),
  parentHash: testHash(parent),
  timestamp: 0n,
});
const parent = { number: 4n, hash: testHash(4) };

describe('brokenLink', () => {
  it('accepts blocks that follow each other, with gaps where blocks are final', () => {
    expect(brokenLink(parent, [header(5), header(6)])).toBeUndefined();
    expect(brokenLink(parent, [header(5), header(9), header(10)])).toBeUndefined();
    expect(brokenLink({ number: 4n, hash: NO_BLOCK }, [header(5, 99)])).toBeUndefined();
  });

  it('names a block of another fork, out of order, or missing', () => {
    expect(brokenLink(parent, [header(5, 99)])).toMatch('block 5 does not follow 4');
    expect(brokenLink(parent, [header(5), header(6, 99)])).toMatch('block 6 does not follow 5');
    expect(brokenLink(parent, [header(4)])).toMatch('out of order');
    expect(brokenLink(parent, [])).toBe('no blocks');
  });
});

describe('headersToRead', () => {
  it('reads both ends of a range, and each block that may still go', () => {
    expect(headersToRead(5n, 9n, 100n)).toEqual([5n, 9n]);
    expect(headersToRead(5n, 9n, 6n)).toEqual([5n, 7n, 8n, 9n]);
    expect(headersToRead(5n, 5n, -3n)).toEqual([5n]);
  });
});
