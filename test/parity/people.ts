import type { Hex } from 'viem';
import { keccak256, stringToHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

/** Everybody in the parity test, always with the same keys. */

function person(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(stringToHex(`reckon parity ${name}`)));
}

function group(name: string, size: number): PrivateKeyAccount[] {
  return Array.from({ length: size }, (_, index) => person(`${name} ${index}`));
}

export const buyers = group('buyer', 2);
export const providers = group('provider', 3);
export const operator = person('operator');
export const solvers = group('solver', 2);
export const mediators = group('mediator', 12);
export const outsider = person('outsider');
export const directories = group('directory', 2);

/** Who sends transactions. */
export const everybody: readonly PrivateKeyAccount[] = [
  ...buyers,
  ...providers,
  operator,
  ...solvers,
  ...mediators,
  outsider,
];

export const accountOf = new Map<Hex, PrivateKeyAccount>(
  [...everybody, ...directories].map((account) => [account.address, account]),
);

export function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}
