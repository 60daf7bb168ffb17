import { type Address, createPublicClient, http, parseAbi } from 'viem';

const MARKET = parseAbi([
  'function accounts(address) view returns (uint96 available, uint96 locked, uint64 minNonce)',
]);

/** Available balances in the market by lower-case address, in few requests. */
export async function readFunds(parameters: {
  rpcUrl: string;
  market: Address;
  accounts: readonly Address[];
}): Promise<Map<string, bigint>> {
  const { rpcUrl, market, accounts } = parameters;
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
  const funds = await Promise.all(
    accounts.map(async (account): Promise<[string, bigint]> => {
      const [available] = await client.readContract({
        address: market,
        abi: MARKET,
        functionName: 'accounts',
        args: [account],
      });
      return [account.toLowerCase(), available];
    }),
  );
  return new Map(funds);
}
