import { encodeAbiParameters, keccak256, stringToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  courtTerms,
  jobOffer,
  resourceOffer,
  testAddress,
  testEngine,
  testHash,
} from '../../test/builders/offers';
import {
  courtIdOf,
  dealIdOf,
  engineClassesHashOf,
  failuresChainOf,
  jobOfferHashOf,
  listHashOf,
  resourceOfferHashOf,
} from './offer-hash';
import { VERIFICATION } from './offer-types';
import { jobOfferTypes, resourceOfferTypes } from './typed-data';

/** keccak256(abi.encode(typeHash, members)), as the contract hashes calldata. */
function hashLikeSolidity(
  name: string,
  members: readonly { name: string; type: string }[],
  offer: object,
) {
  const typeHash = keccak256(
    stringToHex(`${name}(${members.map((m) => `${m.type} ${m.name}`).join(',')})`),
  );
  const values = members.map((m) => (offer as Record<string, unknown>)[m.name]);
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, ...members], [typeHash, ...values]));
}

describe('offer hashes', () => {
  it('are the typehash and the members as words', () => {
    const job = jobOffer();
    expect(jobOfferHashOf(job)).toBe(hashLikeSolidity('JobOffer', jobOfferTypes.JobOffer, job));
    const resource = resourceOffer();
    expect(resourceOfferHashOf(resource)).toBe(
      hashLikeSolidity('ResourceOffer', resourceOfferTypes.ResourceOffer, resource),
    );
  });

  it('change with every member', () => {
    const base = jobOfferHashOf(jobOffer());
    expect(jobOfferHashOf(jobOffer({ nonce: 2n }))).not.toBe(base);
    expect(jobOfferHashOf(jobOffer({ verification: VERIFICATION.B }))).not.toBe(base);
  });
});

describe('lists', () => {
  it('are hashed as words one after the other', () => {
    expect(listHashOf([])).toBe(keccak256('0x'));
    const [a, b] = [testAddress(1), testAddress(2)];
    expect(listHashOf([a, b])).toBe(
      keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'address' }], [a, b])),
    );
    expect(listHashOf([a, b])).not.toBe(listHashOf([b, a]));
    expect(engineClassesHashOf([{ engine: testEngine, class_: VERIFICATION.B }])).toBe(
      keccak256(
        encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint8' }], [testEngine, VERIFICATION.B]),
      ),
    );
  });

  it('chain failed providers in their order', () => {
    expect(failuresChainOf([])).toBe(0n);
    const [a, b] = [testAddress(1), testAddress(2)];
    expect(failuresChainOf([a, b])).not.toBe(failuresChainOf([b, a]));
    expect(failuresChainOf([a, b]) < 2n ** 248n).toBe(true);
  });
});

describe('ids', () => {
  it('bind a court to its members and every term', () => {
    const members = listHashOf([testAddress(1)]);
    expect(courtIdOf(members, courtTerms())).not.toBe(
      courtIdOf(members, courtTerms({ minSeatFee: 501n })),
    );
  });

  it('bind a deal to chain, market, offers and attempt', () => {
    const deal = {
      chainId: 1,
      market: testAddress(9),
      jobOfferHash: testHash(1),
      resourceOfferHash: testHash(2),
      attempt: 0,
    };
    const ids = [
      deal,
      { ...deal, chainId: 2 },
      { ...deal, market: testAddress(8) },
      { ...deal, jobOfferHash: testHash(3) },
      { ...deal, resourceOfferHash: testHash(3) },
      { ...deal, attempt: 1 },
    ].map(dealIdOf);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
