import fc from 'fast-check';
import { getAddress, type Hex, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { packTerms, type Terms, unpackTerms } from './terms';

const uint = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
const small = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const wide = (bits: number) => uint(bits).map(Number);
const address = uint(160).map((value) => getAddress(numberToHex(value, { size: 20 })));
const bytes32 = uint(256).map((value): Hex => numberToHex(value, { size: 32 }));

const anyTerms: fc.Arbitrary<Terms> = fc.record({
  buyer: address,
  fuelLimit: uint(64),
  executionWindow: wide(32),
  provider: address,
  jobNonce: uint(64),
  reviewWindow: wide(32),
  solver: address,
  resourceNonce: uint(64),
  theta: small(16),
  lane: small(16),
  basePrice: uint(96),
  fuelPrice: uint(96),
  matchedAt: wide(40),
  n: small(8),
  auditBps: small(16),
  jobSolverFee: uint(96),
  resourceSolverFee: uint(96),
  attempt: small(8),
  verification: fc.constantFrom(0 as const, 1 as const, 2 as const),
  leastSeatFee: uint(96),
  court: bytes32,
  drawCommit: bytes32,
  directoriesHash: bytes32,
});

describe('terms', () => {
  it('unpack to what was packed', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(unpackTerms(packTerms(terms))).toEqual(terms);
      }),
    );
  });

  it('fill words from the highest bits', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const words = packTerms(terms);
        expect(words[0] >> 96n).toBe(BigInt(terms.buyer));
        expect(words[3] & 0xffffn).toBe(BigInt(terms.auditBps));
        expect((words[4] >> 16n) & 0xffffffffffffn).toBe(0n);
      }),
    );
  });
});
