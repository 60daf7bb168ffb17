import type { Hex } from 'viem';
import type { Db } from '../../lib/db/database.server';
import { upsertTicket } from '../../lib/offers/offers.repo';

/** Keeps a ticket of an offer as if its machine had handed it in. Chain times in seconds. */
export async function keepTicket(db: Db, offer: Hex, until: number, now: number): Promise<void> {
  await upsertTicket(db, { resourceOfferHash: offer, until, signature: '0x' }, now);
}
