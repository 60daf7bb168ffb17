import { sameHex } from '@/lib/shared/address';
import type { OwnOffer } from './use-provider.client';

/** Whether this very offer can be matched: another one of the same machine says nothing of it. */
export function isOnMarket(
  offers: readonly Pick<OwnOffer, 'hash' | 'state'>[],
  signed: `0x${string}`,
): boolean {
  return offers.some(
    ({ hash, state }) => sameHex(hash, signed) && (state === 'live' || state === 'busy'),
  );
}
