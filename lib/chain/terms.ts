import { type Address, getAddress, type Hex, numberToHex } from 'viem';
import { VERIFICATION, type Verification } from '../offers/offer-types';
import { dealValueOf, type Stakes } from '../offers/price';

/** A deal's terms, frozen at the match (contracts/src/types/Terms.sol). */
export type Terms = {
  readonly buyer: Address;
  readonly fuelLimit: bigint;
  readonly executionWindow: number;
  readonly provider: Address;
  readonly jobNonce: bigint;
  readonly reviewWindow: number;
  /** Who sent the match. */
  readonly solver: Address;
  readonly resourceNonce: bigint;
  readonly theta: number;
  readonly lane: number;
  readonly basePrice: bigint;
  readonly fuelPrice: bigint;
  readonly matchedAt: number;
  /** 0 for verification none. */
  readonly n: number;
  readonly auditBps: number;
  readonly jobSolverFee: bigint;
  readonly resourceSolverFee: bigint;
  /** Failed deals of the job before this one. */
  readonly attempt: number;
  readonly verification: Verification;
  readonly leastSeatFee: bigint;
  readonly court: Hex;
  /** 0 = public draw. */
  readonly drawCommit: Hex;
  /** keccak256 of the hashes of both directory lists. */
  readonly directoriesHash: Hex;
};

/** Terms as calls and events carry them. */
export type PackedTerms = readonly [
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
];

/** Terms as the contract's nine words. */
export function packTerms(terms: Terms): PackedTerms {
  return [
    join([BigInt(terms.buyer), 160], [terms.fuelLimit, 64], [terms.executionWindow, 32]),
    join([BigInt(terms.provider), 160], [terms.jobNonce, 64], [terms.reviewWindow, 32]),
    join(
      [BigInt(terms.solver), 160],
      [terms.resourceNonce, 64],
      [terms.theta, 16],
      [terms.lane, 16],
    ),
    join(
      [terms.basePrice, 96],
      [terms.fuelPrice, 96],
      [terms.matchedAt, 40],
      [terms.n, 8],
      [terms.auditBps, 16],
    ),
    join(
      [terms.jobSolverFee, 96],
      [terms.resourceSolverFee, 96],
      [0, 48],
      [terms.attempt, 8],
      [terms.verification, 8],
    ),
    terms.leastSeatFee,
    BigInt(terms.court),
    BigInt(terms.drawCommit),
    BigInt(terms.directoriesHash),
  ];
}

/** Reads the nine words back. @throws RangeError for words that no match can have produced */
export function unpackTerms(words: PackedTerms): Terms {
  const [w0, w1, w2, w3, w4] = words;
  return {
    buyer: addressAt(w0),
    fuelLimit: field(w0, 32, 64),
    executionWindow: Number(field(w0, 0, 32)),
    provider: addressAt(w1),
    jobNonce: field(w1, 32, 64),
    reviewWindow: Number(field(w1, 0, 32)),
    solver: addressAt(w2),
    resourceNonce: field(w2, 32, 64),
    theta: Number(field(w2, 16, 16)),
    lane: Number(field(w2, 0, 16)),
    basePrice: field(w3, 160, 96),
    fuelPrice: field(w3, 64, 96),
    matchedAt: Number(field(w3, 24, 40)),
    n: Number(field(w3, 16, 8)),
    auditBps: Number(field(w3, 0, 16)),
    jobSolverFee: field(w4, 160, 96),
    resourceSolverFee: field(w4, 64, 96),
    attempt: Number(field(w4, 8, 8)),
    verification: verificationAt(Number(field(w4, 0, 8))),
    leastSeatFee: words[5],
    court: numberToHex(words[6], { size: 32 }),
    drawCommit: numberToHex(words[7], { size: 32 }),
    directoriesHash: numberToHex(words[8], { size: 32 }),
  };
}

/** V and what else the deal's money is derived from. */
export function stakesOf(terms: Terms): Stakes {
  return {
    value: dealValueOf(terms, terms.fuelLimit),
    theta: terms.theta,
    n: terms.n,
    isVerified: terms.verification !== VERIFICATION.none,
  };
}

function join(...fields: [bigint | number, number][]): bigint {
  return fields.reduce((word, [value, bits]) => (word << BigInt(bits)) | BigInt(value), 0n);
}

function field(word: bigint, lowestBit: number, bits: number): bigint {
  return (word >> BigInt(lowestBit)) & ((1n << BigInt(bits)) - 1n);
}

function addressAt(word: bigint): Address {
  return getAddress(numberToHex(word >> 96n, { size: 20 }));
}

function verificationAt(value: number): Verification {
  if (value !== 0 && value !== 1 && value !== 2) {
    throw new RangeError(`Terms with verification ${value}`);
  }
  return value;
}
