import type { Address } from 'viem';
import type { Court } from '../chain/deployment';
import { type LensPlace, openLens } from '../chain/open-lens.client';
import { sameHex } from '../shared/address';

/** The deal whose panels are asked about. `value` is V. */
export interface SeatedDeal {
  readonly value: bigint;
  readonly theta: number;
  readonly n: number;
  /** Never sits in its own deal. */
  readonly buyer: Address | undefined;
}

export interface CourtSeats {
  /** Members that a deal matched now could call, the buyer left out. */
  readonly serving: number;
  /** Of these, the ones whose free stake covers the seat lock. */
  readonly seatable: number;
  /** What one seat locks, in token units. */
  readonly seatLock: bigint;
}

/** Who of a court could sit in a deal now, in one call. Throws as readBalances does. */
export async function readCourtSeats(
  place: LensPlace,
  court: Pick<Court, 'id' | 'members'>,
  { value, theta, n, buyer }: SeatedDeal,
): Promise<CourtSeats> {
  const { client, contract } = openLens(place);
  const { seatLock, members } = await client.readContract({
    ...contract,
    functionName: 'courtOf',
    args: [court.id, court.members, value, theta, n],
  });
  const others = members.filter((_, i) => !buyer || !sameHex(court.members[i] as Address, buyer));
  return {
    serving: others.filter(({ serves }) => serves).length,
    seatable: others.filter(({ seatable }) => seatable).length,
    seatLock,
  };
}
