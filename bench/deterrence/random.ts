import { keccak256, stringToHex, toHex } from 'viem';

/** Numbers from 0 to less than 1, the same for the same seed. */
export function randomFrom(seed: string): () => number {
  let count = 0;
  const start = keccak256(stringToHex(seed));
  return () => {
    count += 1;
    const hash = keccak256(`${start}${toHex(count, { size: 8 }).slice(2)}`);
    return Number.parseInt(hash.slice(2, 14), 16) / 2 ** 48;
  };
}
