import {
  type Address,
  type Chain,
  createPublicClient,
  defineChain,
  type Hex,
  http,
  type PublicClient,
} from 'viem';
import type { MarketConfig } from '../shared/market-config';
import { marketAbi } from './generated/market-abi';

/** One market as a process reaches it. */
export type MarketAccess = {
  readonly client: PublicClient;
  readonly chainId: number;
  readonly market: Address;
};

/** A chain of any id behind one node, as viem's clients want it. */
export function chainOf(rpcUrl: string, chainId: number): Chain {
  return defineChain({
    id: chainId,
    name: `Chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
}

/** A client for a chain of any id over JSON-RPC. `pollingMs` is how often receipts are asked for. */
export function createChainClient(rpcUrl: string, chainId: number, pollingMs = 500): PublicClient {
  return createPublicClient({
    chain: chainOf(rpcUrl, chainId),
    transport: http(rpcUrl, { timeout: 20_000, retryCount: 2 }),
    pollingInterval: pollingMs,
    cacheTime: 0,
  });
}

/** The node serves another chain than the process was told. */
export class WrongChainError extends Error {
  override name = 'WrongChainError';
}

/**
 * A client for a market, after asking the node that it serves this chain and has code there.
 *
 * @throws WrongChainError naming what was found instead; errors of the transport pass through
 */
export async function openMarket(options: {
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly market: Address;
  readonly pollingMs?: number;
}): Promise<MarketAccess> {
  const { rpcUrl, chainId, market } = options;
  const client = createChainClient(rpcUrl, chainId, options.pollingMs);
  const found = await client.getChainId();
  if (found !== chainId) {
    throw new WrongChainError(`The node serves chain ${found}, wanted was ${chainId}`);
  }
  const code = await client.getCode({ address: market });
  if (!code || code === '0x') {
    throw new WrongChainError(`Chain ${chainId} has no contract at ${market}`);
  }
  return { client, chainId, market };
}

export async function readConfig({ client, market }: MarketAccess): Promise<MarketConfig> {
  return client.readContract({ address: market, abi: marketAbi, functionName: 'config' });
}

export type AccountBalances = {
  readonly available: bigint;
  readonly locked: bigint;
  /** All offers with a nonce below are cancelled. */
  readonly minNonce: bigint;
};

export async function readAccount(
  { client, market }: MarketAccess,
  who: Address,
): Promise<AccountBalances> {
  return client.readContract({
    address: market,
    abi: marketAbi,
    functionName: 'accounts',
    args: [who],
  });
}

export type StakeBalances = {
  readonly free: bigint;
  readonly seated: bigint;
  readonly unbonding: bigint;
  readonly releaseAt: number;
};

export async function readStake(
  { client, market }: MarketAccess,
  mediator: Address,
): Promise<StakeBalances> {
  return client.readContract({
    address: market,
    abi: marketAbi,
    functionName: 'stakes',
    args: [mediator],
  });
}

export async function isOperator(
  { client, market }: MarketAccess,
  principal: Address,
  operator: Address,
): Promise<boolean> {
  return client.readContract({
    address: market,
    abi: marketAbi,
    functionName: 'operators',
    args: [principal, operator],
  });
}

/** The hash in a lane: 0 or 2 = free, odd = a live deal's. */
export async function readLane(
  { client, market }: MarketAccess,
  provider: Address,
  resourceNonce: bigint,
  lane: number,
): Promise<Hex> {
  return client.readContract({
    address: market,
    abi: marketAbi,
    functionName: 'lanes',
    args: [provider, resourceNonce, lane],
  });
}
