import type { Address, Hex } from 'viem';
import type { Db } from '../../lib/db/database.server';
import { resourceOfferHashOf } from '../../lib/offers/offer-hash';
import { insertResourceOffer } from '../../lib/offers/offers.repo';
import { resourceOffer, testDirectory, testEngine } from './offers';

let nonce = 1_000n;

/** Keeps a provider's resource offer that names a machine's key, as if it had been posted. */
export async function keepOfferNaming(db: Db, provider: Address, ticketKey: Address): Promise<Hex> {
  nonce += 1n;
  const offer = resourceOffer({ provider, ticketKey, nonce });
  const lists = { engines: [testEngine], modules: [], courts: [], directories: [testDirectory] };
  const hash = resourceOfferHashOf(offer);
  await insertResourceOffer(db, hash, { offer, lists, signature: '0x' });
  return hash;
}
