import type { Address, Hex } from 'viem';

export const ZERO_ADDRESS: Address = '0x0000000000000000000000000000000000000000';
export const ZERO_BYTES32: Hex = `0x${'0'.repeat(64)}`;

/** Whether two hex texts (addresses, hashes) are the same value; checksums differ only in case. */
export function sameHex(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function includesHex(list: readonly Hex[], value: Hex): boolean {
  return list.some((entry) => sameHex(entry, value));
}

/** Orders hex texts of one length by value. */
export function compareHex(a: Hex, b: Hex): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Strictly ascending without repeats: the form in which lists are signed. */
export function ascending<T extends Hex>(list: readonly T[]): T[] {
  return [...list]
    .sort(compareHex)
    .filter((entry, index, sorted) => index === 0 || !sameHex(entry, sorted[index - 1] as T));
}
