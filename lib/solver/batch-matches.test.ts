import { describe, expect, it } from 'vitest';
import {
  jobOffer,
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
  testHash,
} from '../../test/builders/offers';
import { buildMatch } from '../offers/match-item';
import type { JobOffer, ResourceOffer } from '../offers/offer-types';
import { batchMatches, type DraftMatch, MAX_BATCH } from './batch-matches';

function draft(
  nonce: number,
  job: Partial<JobOffer> = {},
  resource: Partial<ResourceOffer> = {},
): DraftMatch<number> {
  const sides = buildMatch({
    job: {
      offer: jobOffer({ ...job, nonce: BigInt(nonce), inputsId: testHash(nonce) }),
      signature: '0x01',
      lists: { directories: [testDirectory] },
      inputReceipt: { directory: testDirectory, heldUntil: 1_000 + nonce, signature: '0x02' },
    },
    resource: {
      offer: resourceOffer(resource),
      signature: '0x03',
      lists: { engines: [testEngine], courts: [testHash(0xc1)], directories: [testDirectory] },
    },
    lane: nonce,
    failed: [],
  });
  return { sides, kept: nonce };
}

describe('batching of matches', () => {
  it('puts jobs that differ in inputs and nonce alone into one side, each with its own item', () => {
    const [batch, ...others] = batchMatches([draft(1), draft(2), draft(3)]);
    expect(others).toEqual([]);
    expect(batch?.kept).toEqual([1, 2, 3]);
    expect(batch?.jobs).toHaveLength(1);
    expect(batch?.jobs[0]?.items).toMatchObject([
      { nonce: 1n, inputsId: testHash(1), lane: 1, heldUntil: 1_001 },
      { nonce: 2n, inputsId: testHash(2), lane: 2 },
      { nonce: 3n, inputsId: testHash(3), lane: 3 },
    ]);
  });

  it('keeps like jobs together, and counts items as the market does', () => {
    const other = { buyer: testAddress(0xb2) };
    const [batch] = batchMatches([draft(1), draft(2, other), draft(3)]);
    expect(batch?.jobs.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(batch?.kept).toEqual([1, 3, 2]);
  });

  it('makes a call for each resource offer, of at most as many jobs as one may have', () => {
    const many = Array.from({ length: MAX_BATCH + 1 }, (_, index) => draft(index));
    const sizes = batchMatches([...many, draft(7, {}, { nonce: 99n })]).map(
      ({ kept }) => kept.length,
    );
    expect(sizes).toEqual([MAX_BATCH, 1, 1]);
  });
});
