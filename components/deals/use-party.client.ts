'use client';

import type { Address } from 'viem';
import { sameHex } from '@/lib/shared/address';
import { useAccount } from '@/lib/wallet/use-wallet.client';

/** The connected person's part in a deal. */
type Party = 'buyer' | 'provider' | undefined;

export function useParty({ buyer, provider }: { buyer: Address; provider: Address }): Party {
  const address = useAccount();
  if (address === undefined) return undefined;
  return sameHex(address, buyer) ? 'buyer' : sameHex(address, provider) ? 'provider' : undefined;
}
