import type { Address } from 'viem';
import type { SeatProgress } from '@/lib/directory/seat-progress';
import { sameHex } from '@/lib/shared/address';

/** What the directory answered and when, as TanStack Query keeps it: milliseconds, 0 for never. */
interface LastReadings {
  readonly data: readonly SeatProgress[] | undefined;
  readonly dataUpdatedAt: number;
  readonly errorUpdatedAt: number;
}

/** One answer that is lost says nothing; after as many as this a share is news of another time. */
const HOLDS_MS = 5_000;

/** A seat's share as far as it is known now; undefined where the seat says nothing. */
export function progressNow(last: LastReadings, seat: Address): number | 'unreadable' | undefined {
  const { data, dataUpdatedAt, errorUpdatedAt } = last;
  if (errorUpdatedAt - dataUpdatedAt > HOLDS_MS) return 'unreadable';
  return data?.find((told) => sameHex(told.seat, seat))?.share;
}
