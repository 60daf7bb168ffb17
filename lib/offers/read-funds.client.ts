import type { Address } from 'viem';
import { type LensPlace, openLens } from '../chain/open-lens.client';

/** Available balances in the market by lower-case address, in one call. Throws as readBalances does. */
export async function readFunds(
  place: LensPlace & { readonly accounts: readonly Address[] },
): Promise<Map<string, bigint>> {
  const { client, contract } = openLens(place);
  const { accounts } = place;
  const funds = await client.readContract({
    ...contract,
    functionName: 'fundsOf',
    args: [accounts],
  });
  return new Map(accounts.map((account, i) => [account.toLowerCase(), funds[i] ?? 0n]));
}
