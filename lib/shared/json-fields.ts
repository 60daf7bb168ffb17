import { type Address, getAddress, type Hex, isAddress } from 'viem';
import { z } from 'zod';
import './zod-without-code';

/** Zod fields of API bodies and files: JSON in, the types of viem out. */

/** An address in any case; comes out checksummed. */
export const addressField = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), 'must be an address')
  .transform((text): Address => getAddress(text));

/** Exactly 32 bytes; comes out in lower case. */
export const bytes32Field = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hex digits')
  .transform((text) => text.toLowerCase() as Hex);

/** Any whole number of bytes up to `maxBytes`; comes out in lower case. */
export const bytesField = (maxBytes: number) =>
  z
    .string()
    .regex(/^0x([0-9a-fA-F]{2})*$/, 'must be 0x and pairs of hex digits')
    .refine((text) => text.length <= 2 + 2 * maxBytes, `must have at most ${maxBytes} bytes`)
    .transform((text) => text.toLowerCase() as Hex);

/** A decimal string that fits `bits` bits; comes out as bigint. */
export const uintField = (bits: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,77})$/, 'must be a whole number as a decimal string')
    .transform((text) => BigInt(text))
    .refine((value) => value < 1n << BigInt(bits), `must fit in ${bits} bits`);

/** A JSON number that fits `bits` (at most 48) bits. */
export const smallUintField = (bits: number) =>
  z
    .number()
    .int()
    .min(0)
    .max(2 ** bits - 1);
