import { type Address, getAddress, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { ServiceError } from './service-error';

/** Fields of request bodies. */
export const bytes32 = z
  .string()
  .refine(
    (value): value is Hex => isHex(value) && value.length === 66,
    'must be 0x and 64 hexadecimal digits',
  )
  .transform((value) => value.toLowerCase() as Hex);

export const account = z
  .string()
  .refine(
    (value): value is Address => isAddress(value, { strict: false }),
    'must be an address of 0x and 40 hexadecimal digits',
  )
  .transform((value) => getAddress(value));

export const unixSeconds = z.number().int().min(0).max(0xff_ffff_ffff);

/** Parses a body; the refusal names every field that is wrong. */
export function parseBody<S extends z.ZodType>(schema: S, json: unknown): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? 'the body' : path.join('.')}: ${message}`,
  );
  throw new ServiceError(400, 'fields_wrong', `Wrong fields: ${problems.join('; ')}.`);
}
