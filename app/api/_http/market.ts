import { readIndexerStatus } from '@/lib/chain/indexer-status.query';
import { chainClient, NotDeployedError, readDeployment } from '@/lib/chain/market-access.server';
import { marketReader } from '@/lib/chain/market-reader.server';
import { webDatabase } from '@/lib/db/web-database.server';
import type { OfferPorts } from '@/lib/offers/check-offer.service';
import { OfferRefusedError } from '@/lib/offers/offer-refused';
import { sameHex } from '@/lib/shared/address';
import { ApiProblem } from './respond';

/** What the use cases of offers need, from this process's environment. */
export async function offerPorts(): Promise<OfferPorts> {
  const { chainId, market, lens, genesisHash, limits } = await readDeployment();
  const db = webDatabase();
  const mirrored = await readIndexerStatus(db);
  // The indexer is about to empty a database of another market: nothing may be put into it now.
  if (
    mirrored &&
    !(sameHex(mirrored.market, market) && sameHex(mirrored.genesisHash, genesisHash))
  ) {
    throw new NotDeployedError(`the database still mirrors ${mirrored.market}`);
  }
  const reader = marketReader(chainClient(), market, lens);
  return { db, chainId, market, config: limits, reader };
}

/** The chain's time in seconds; this machine's where the chain does not answer. */
export async function chainNow(): Promise<number> {
  try {
    return Number((await chainClient().getBlock({ blockTag: 'latest' })).timestamp);
  } catch {
    return Math.floor(Date.now() / 1_000);
  }
}

const STATUS_OF: Partial<Record<OfferRefusedError['code'], number>> = {
  'unknown-offer': 404,
  cancelled: 409,
  'nonce-used': 409,
  'machine-rests': 409,
  expired: 410,
  'too-many-open': 429,
};

/** Turns a refused offer into an answer with its code and hint. */
export async function refusedAsProblem<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof OfferRefusedError)) throw error;
    const { code, message, hint, retryAfter } = error;
    throw new ApiProblem(STATUS_OF[code] ?? 422, code, message, hint, retryAfter);
  }
}
