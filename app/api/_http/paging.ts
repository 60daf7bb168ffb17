import type { Hex } from 'viem';
import { z } from 'zod';

/** `limit` of a list: 1 to 200, 50 when left out. */
export const limitField = z.coerce.number().int().min(1).max(200).default(50);

/** The `next` of a page of deals: "<seconds>_<id>". */
export const dealCursorField = z
  .string()
  .regex(/^\d{1,15}_0x[0-9a-f]{64}$/, 'must be the "next" of the page before')
  .transform((text) => {
    const [at = '0', id = ''] = text.split('_');
    return { at: BigInt(at), id: id as Hex };
  });

export function dealCursorText(cursor: { at: bigint; id: Hex } | null): string | null {
  return cursor && `${cursor.at}_${cursor.id}`;
}

/** The `next` of a page of resource offers: "<base price>_<fuel price>_<hash>". */
export const priceCursorField = z
  .string()
  .regex(/^\d{1,30}_\d{1,30}_0x[0-9a-f]{64}$/, 'must be the "next" of the page before')
  .transform((text) => {
    const [base = '0', fuel = '0', hash = ''] = text.split('_');
    return { basePrice: BigInt(base), fuelPrice: BigInt(fuel), hash: hash as Hex };
  });

export function priceCursorText(
  cursor: { basePrice: bigint; fuelPrice: bigint; hash: Hex } | null,
): string | null {
  return cursor && `${cursor.basePrice}_${cursor.fuelPrice}_${cursor.hash}`;
}
