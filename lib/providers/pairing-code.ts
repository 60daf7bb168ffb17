import { type Hex, sha256, stringToBytes } from 'viem';

/** Crockford's base 32: no I, L, O, U, which people take for others. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/** Seconds that a code is good for. */
export const PAIRING_SECONDS = 900;

/** XXXX-XXXX, 40 bits. `random`: 8 random bytes, each of which gives one letter. */
export function pairingCodeOf(random: Uint8Array): string {
  const letters = [...random.slice(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A code as people type it, in its one form; undefined where it can be none. */
export function readPairingCode(text: string): string | undefined {
  const letters = text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (letters.length !== LENGTH || [...letters].some((one) => !LETTERS.includes(one))) {
    return undefined;
  }
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What is kept of a code, in its one form. */
export const pairingHashOf = (code: string): Hex =>
  sha256(stringToBytes(`reckon pairing ${code}`), 'hex');
