import type { Address, Hex } from 'viem';
import { isSignedByKey } from '../chain/key-signature';
import type { MarketReader } from '../chain/market-reader.server';
import type { Db } from '../db/database.server';
import type { MarketConfig } from '../shared/market-config';
import { OfferRefusedError } from './offer-refused';

/** What taking an offer needs: where to keep it, and the market that it is for. */
export type OfferPorts = {
  readonly db: Db;
  readonly chainId: number;
  readonly market: Address;
  readonly config: Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>;
  readonly reader: MarketReader;
};

/** `isNew`: false when the same offer was posted before; nothing changed then. */
export type Posted = { readonly hash: Hex; readonly isNew: boolean };

/** Chains that a wallet may have been on by mistake when it signed. */
const OTHER_CHAINS = [1, 10, 56, 137, 8_453, 42_161, 11_155_111, 1_337, 31_337];

/** @throws {OfferRefusedError} */
export function refuseExpired(expiry: number, now: number): void {
  if (now <= expiry) return;
  const message = `The offer expired at ${new Date(expiry * 1_000).toISOString()}.`;
  throw new OfferRefusedError('expired', message, 'Sign a new one with a later expiry.');
}

/** `names`: lists that are not those of the signed hashes. @throws {OfferRefusedError} */
export function refuseWrongLists(names: readonly string[]): void {
  if (names.length === 0) return;
  const message = `The list of ${names.join(' and of ')} is not the one whose hash was signed.`;
  throw new OfferRefusedError(
    'wrong-lists',
    message,
    'Send the lists exactly as they were signed.',
  );
}

/** `digestOn`: what is signed, on a given chain. @throws {OfferRefusedError} */
export async function refuseBadSignature(
  { chainId, reader }: OfferPorts,
  role: string,
  signer: Address,
  digestOn: (chainId: number) => Hex,
  signature: Hex,
): Promise<void> {
  if (await reader.isSignedBy(signer, digestOn(chainId), signature)) return;
  for (const other of OTHER_CHAINS) {
    if (other !== chainId && (await isSignedByKey(signer, digestOn(other), signature))) {
      const message = `The offer is signed for chain ${other}, but this market is on ${chainId}.`;
      throw new OfferRefusedError('wrong-chain', message, `Switch the wallet to chain ${chainId}.`);
    }
  }
  const message = `The signature is not that of the ${role} ${signer} for this market and chain.`;
  throw new OfferRefusedError('bad-signature', message);
}
