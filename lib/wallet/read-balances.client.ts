import { type Address, createPublicClient, http, parseAbi } from 'viem';
import type { Balances } from './balances.client';

const MARKET = parseAbi([
  'function accounts(address) view returns (uint96 available, uint96 locked, uint64 minNonce)',
]);
const TOKEN = parseAbi(['function balanceOf(address) view returns (uint256)']);

interface ReadBalancesParameters {
  rpcUrl: string;
  market: Address;
  token: Address;
  account: Address;
}

/** Reads an account's money from the chain. Throws viem's errors when the RPC is out of reach. */
export async function readBalances(parameters: ReadBalancesParameters): Promise<Balances> {
  const { rpcUrl, market, token, account } = parameters;
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
  const [entry, wallet, gas] = await Promise.all([
    client.readContract({
      address: market,
      abi: MARKET,
      functionName: 'accounts',
      args: [account],
    }),
    client.readContract({
      address: token,
      abi: TOKEN,
      functionName: 'balanceOf',
      args: [account],
    }),
    client.getBalance({ address: account }),
  ]);
  return { available: entry[0], locked: entry[1], wallet, gas };
}
