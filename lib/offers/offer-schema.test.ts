import { describe, expect, it } from 'vitest';
import { jobOffer, resourceOffer, testAddress, testDirectory } from '../../test/builders/offers';
import { jsonOf } from '../shared/json';
import { jobOfferHashOf, resourceOfferHashOf } from './offer-hash';
import { jobSubmissionSchema, resourceOfferSchema } from './offer-schema';

const submission = {
  offer: jobOffer(),
  signature: `0x${'ab'.repeat(65)}` as const,
  lists: { directories: [testDirectory] },
  inputReceipt: { directory: testDirectory, heldUntil: 2_000_000_000, signature: '0x01' as const },
  permit: {
    owner: testAddress(0xb1),
    amount: 5_000_000n,
    deadline: 2n ** 256n - 1n,
    signature: `0x${'cd'.repeat(65)}` as const,
  },
};

describe('offers as JSON', () => {
  it('come back the same, by text and by hash', () => {
    const read = jobSubmissionSchema.parse(JSON.parse(JSON.stringify(jsonOf(submission))));
    expect(read.permit).toEqual(submission.permit);
    expect(jobOfferHashOf(read.offer)).toBe(jobOfferHashOf(submission.offer));
    const offer = resourceOffer({ maxValue: 2n ** 96n - 1n });
    const again = resourceOfferSchema.parse(JSON.parse(JSON.stringify(jsonOf(offer))));
    expect(resourceOfferHashOf(again)).toBe(resourceOfferHashOf(offer));
  });

  it('refuses what does not fit, with the path of what is wrong', () => {
    const json = jsonOf(submission);
    const wrong = (change: object) =>
      jobSubmissionSchema.safeParse({ ...json, offer: { ...json.offer, ...change } });
    for (const change of [
      { fuelLimit: (2n ** 64n).toString() },
      { fuelLimit: 5 },
      { fuelLimit: '-1' },
      { auditBps: 65_536 },
      { auditBps: 1.5 },
      { verification: 3 },
      { buyer: '0x12' },
      { surprise: true },
    ]) {
      expect(wrong(change).success).toBe(false);
    }
    expect(wrong({ expiry: 2 ** 40 }).error?.issues[0]?.path).toEqual(['offer', 'expiry']);
  });

  it('refuses lists that repeat or descend', () => {
    const [a, b] = [testAddress(1), testAddress(2)];
    const lists = (directories: string[]) =>
      jobSubmissionSchema.safeParse({ ...jsonOf(submission), lists: { directories } }).success;
    expect(lists([a, b])).toBe(true);
    expect(lists([b, a])).toBe(false);
    expect(lists([a, a])).toBe(false);
  });
});
