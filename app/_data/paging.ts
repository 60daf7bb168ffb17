import type { Hex } from 'viem';
import type { DealCursor } from '@/lib/deals/deals.query';

/** A cursor in a link: "1700000000-0x…". */
export function cursorText(cursor: DealCursor | null): string | undefined {
  return cursor ? `${cursor.at}-${cursor.id}` : undefined;
}

export function cursorOf(text: string | undefined): DealCursor | undefined {
  const match = /^(\d{1,15})-(0x[0-9a-f]{64})$/.exec(text ?? '');
  return match ? { at: BigInt(match[1] as string), id: match[2] as Hex } : undefined;
}

/** The first value of a search parameter. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** An address in a search parameter, or undefined. */
export function addressOf(value: string | string[] | undefined): Hex | undefined {
  const text = one(value)?.toLowerCase();
  return text !== undefined && /^0x[0-9a-f]{40}$/.test(text) ? (text as Hex) : undefined;
}
