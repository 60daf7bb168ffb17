import type { MediatorRecord } from '@/lib/mediation/mediators.query';
import type { CourtItem } from '@/lib/offers/courts.query';
import { getJson } from '@/lib/shared/api.client';
import type { Json } from '@/lib/shared/json';

/** The courts that a buyer may choose, with what is known of their members. */
export const courtsToTrust = {
  queryKey: ['courts-to-trust'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const [courts, mediators] = await Promise.all([
      getJson<{ items: Json<CourtItem>[] }>('/api/v1/courts', signal),
      getJson<{ items: Json<MediatorRecord>[] }>('/api/v1/mediators?limit=200', signal),
    ]);
    return {
      courts: courts.items.map(courtOfJson),
      mediators: mediators.items,
    };
  },
};

function courtOfJson({ id, members, engines, directories, terms, memberships }: Json<CourtItem>) {
  const { maxFuel, minSeatFee } = terms;
  return {
    ...{ id, members: [...members], directories: [...directories], memberships },
    engines: engines.map(({ engine, class_ }) => ({ engine, class_ })),
    terms: { ...terms, maxFuel: BigInt(maxFuel), minSeatFee: BigInt(minSeatFee) },
  };
}
