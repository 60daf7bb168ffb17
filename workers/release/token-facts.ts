import { type Address, erc20Abi, type PublicClient } from 'viem';

/** What screens show amounts with. */
export interface TokenFacts {
  readonly symbol: string;
  readonly decimals: number;
}

/** Undefined where the token does not say. Errors of the transport pass through. */
export async function readTokenFacts(
  client: PublicClient,
  address: Address,
): Promise<TokenFacts | undefined> {
  const contract = { address, abi: erc20Abi } as const;
  const [symbol, decimals] = await Promise.all([
    client.readContract({ ...contract, functionName: 'symbol' }),
    client.readContract({ ...contract, functionName: 'decimals' }),
  ]).catch(async (error: unknown) => {
    // A node that answers to this has answered to the calls too: the token refused them.
    await client.getBlockNumber().catch(() => {
      throw error;
    });
    return [];
  });
  return symbol === undefined || decimals === undefined ? undefined : { symbol, decimals };
}
