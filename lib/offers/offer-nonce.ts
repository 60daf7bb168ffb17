import { greatest } from '../shared/integer';

/** Below the time, in milliseconds, a nonce has this many random bits: 64 in all until the year 2109. */
const RANDOM_BITS = 22n;
const DAY_MS = 86_400_000;

/**
 * An offer's nonce: when it was drafted (Unix milliseconds), then random bits. Offers of one account
 * do not share one, and later offers have larger ones: `cancelBelow` ends all offers so far, and none
 * that is still to come.
 *
 * @param random at least 3 bytes
 */
export function nonceAt(now: number, random: Uint8Array): bigint {
  const bits = random.slice(0, 3).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return firstNonceAt(now) | (bits & ((1n << RANDOM_BITS) - 1n));
}

function firstNonceAt(now: number): bigint {
  return BigInt.asUintN(64, BigInt(now) << RANDOM_BITS);
}

/** A call of the market that ends offers. */
export type Cancellation = {
  readonly functionName: 'cancelBelow' | 'cancelJob' | 'cancelResource';
  readonly nonce: bigint;
};

/** An open offer of one account. */
export type OpenOffer = { readonly kind: 'job' | 'resource'; readonly nonce: bigint };

/**
 * The fewest calls that cancel these offers and no later one: all with a nonce of the past at once,
 * and one by one those with a nonce that later offers would be below.
 *
 * @param now Unix milliseconds
 */
export function cancellationsOf(offers: readonly OpenOffer[], now: number): Cancellation[] {
  // A day's grace for a clock that is wrong; later offers of a right one are above it tomorrow.
  const limit = firstNonceAt(now + DAY_MS);
  const past = offers.filter(({ nonce }) => nonce < limit);
  const singles = (past.length > 1 ? offers.filter((offer) => !past.includes(offer)) : offers).map(
    singleOf,
  );
  if (past.length < 2) return singles;
  const highest = past.reduce((most, { nonce }) => greatest(nonce, most), 0n);
  return [{ functionName: 'cancelBelow', nonce: highest + 1n }, ...singles];
}

function singleOf({ kind, nonce }: OpenOffer): Cancellation {
  return { functionName: kind === 'job' ? 'cancelJob' : 'cancelResource', nonce };
}
