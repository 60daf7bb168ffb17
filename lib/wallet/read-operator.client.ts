import type { Address } from 'viem';
import { type LensPlace, openLens } from '../chain/open-lens.client';

/** May `operator` act for `account` now? Throws as readBalances does. */
export async function isOperatorOf(
  place: LensPlace & { readonly account: Address; readonly operator: Address },
): Promise<boolean> {
  const { client, contract } = openLens(place);
  const { operates } = await client.readContract({
    ...contract,
    functionName: 'accountOf',
    args: [place.account, [place.operator]],
  });
  return operates[0] === true;
}
