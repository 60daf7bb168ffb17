import { keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import { isHit, privateDrawOf, publicDrawOf } from './draw';

const DRAWS = 5_000;

/** The share of hits lies within four standard deviations of the rate. */
function expectShare(draw: (index: number) => number, auditBps: number): void {
  const rate = auditBps / 10_000;
  const hits = Array.from({ length: DRAWS }, (_, index) => isHit(draw(index), auditBps));
  const share = hits.filter(Boolean).length / DRAWS;
  expect(Math.abs(share - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / DRAWS));
}

describe('draws', () => {
  const deal = testHash(0xd0);
  const hash = (index: number) => keccak256(toHex(index));

  it('hit at the committed rate, public and private', () => {
    for (const auditBps of [298, 4_167]) {
      expectShare((index) => publicDrawOf(hash(index), deal), auditBps);
      expectShare((index) => privateDrawOf(hash(index), testHash(5), deal), auditBps);
    }
  });

  it('always hit at 10,000', () => {
    expect(isHit(9_999, 10_000)).toBe(true);
    expect(isHit(298, 298)).toBe(false);
  });

  it('depend on the deal, and a private one on the seal', () => {
    expect(publicDrawOf(hash(1), deal)).not.toBe(publicDrawOf(hash(1), testHash(0xd1)));
    expect(privateDrawOf(hash(1), testHash(5), deal)).not.toBe(
      privateDrawOf(hash(1), testHash(6), deal),
    );
  });
});
