import { customType } from 'drizzle-orm/pg-core';
import type { Hex } from 'viem';
import { parseExactJson, stringifyExactJson } from '../../lib/db/exact-json';

/** An amount or any uint256, kept exactly: numeric(78,0) in PostgreSQL, bigint in TypeScript. */
export const uint = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'numeric(78, 0)',
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
});

/** Lower-case 0x-prefixed bytes (hash, address, signature) as text. */
export const hex = customType<{ data: Hex; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (value) => value as Hex,
  toDriver: (value) => value.toLowerCase(),
});

/** A point of chain time in seconds since 1970; bigint in both worlds. */
export const seconds = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'bigint',
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
});

/** A block's number. */
export const blockNumber = seconds;

/**
 * jsonb whose bigints survive: they are written as strings of digits with a trailing "n" (see
 * exact-json). T is what the writer stores; readers get the same shape back.
 */
export function exactJson<T>() {
  return customType<{ data: T; driverData: unknown }>({
    dataType: () => 'jsonb',
    fromDriver: (value) => parseExactJson(value) as T,
    toDriver: (value) => stringifyExactJson(value),
  });
}

/** Bytes as they are. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
  toDriver: (value) => Buffer.from(value),
});
