import type { Address } from 'viem';
import { type LensPlace, openLens } from '../chain/open-lens.client';
import type { Balances } from './balances.client';

/**
 * Reads an account's money from the chain in one call. Throws NoLensError where the market has no
 * lens, and viem's errors when the RPC is out of reach.
 */
export async function readBalances(
  place: LensPlace & { readonly account: Address },
): Promise<Balances> {
  const { client, contract } = openLens(place);
  const { account, stake, tokens, coins } = await client.readContract({
    ...contract,
    functionName: 'accountOf',
    args: [place.account, []],
  });
  const { available, locked } = account;
  return { available, locked, wallet: tokens, gas: coins, stake };
}
