import { type Address, createPublicClient, type Hex, http, type PublicClient } from 'viem';
import type { MarketConfig } from '../shared/market-config';
import { chainOf } from './chain-of';
import { marketAbi } from './generated/market-abi';
import { createRpcPool, type RpcPool, type Witness, WrongChainError } from './rpc-pool.server';

/** One market as a process reaches it. */
export type MarketAccess = {
  readonly client: PublicClient;
  readonly chainId: number;
  readonly market: Address;
  /** The single nodes behind `client`, where there are several. */
  readonly witnesses?: readonly Witness[];
};

/** A client for a chain of any id over JSON-RPC. `pollingMs` is how often receipts are asked for. */
export function createChainClient(rpcUrl: string, chainId: number, pollingMs = 500): PublicClient {
  return createPublicClient({
    chain: chainOf(rpcUrl, chainId),
    transport: http(rpcUrl, { timeout: 20_000, retryCount: 2 }),
    pollingInterval: pollingMs,
    cacheTime: 0,
  });
}

/**
 * A client for a market, after asking the node that it serves this chain and has code there. With
 * several nodes, one that fails is replaced by the next, and what one says of a transaction is checked
 * with the others.
 *
 * @throws WrongChainError naming what was found instead; errors of the transport pass through
 */
export async function openMarket(options: {
  /** One address or several. */
  readonly rpcUrl: string | readonly string[];
  readonly chainId: number;
  readonly market: Address;
  readonly pollingMs?: number;
  /** Told when one of several nodes fails or is found to be wrong. */
  readonly onProblem?: (text: string) => void;
}): Promise<MarketAccess> {
  const { rpcUrl, chainId, market, pollingMs, onProblem } = options;
  const urls = typeof rpcUrl === 'string' ? [rpcUrl] : rpcUrl;
  const [first = ''] = urls;
  if (urls.length > 1) {
    const pool = createRpcPool({ urls, chainId, onProblem, ...(pollingMs ? { pollingMs } : {}) });
    await pool.check();
    const client = pooledClient(pool, first, chainId, pollingMs);
    await demandMarket(client, chainId, market);
    return { client, chainId, market, witnesses: pool.witnesses };
  }
  const client = createChainClient(first, chainId, pollingMs);
  await demandMarket(client, chainId, market);
  return { client, chainId, market };
}

/** A client of one node or of several, none of which was asked yet. */
export function createNodesClient(urls: readonly string[], chainId: number): PublicClient {
  const [first = ''] = urls;
  return urls.length > 1
    ? pooledClient(createRpcPool({ urls, chainId }), first, chainId)
    : createChainClient(first, chainId);
}

function pooledClient(pool: RpcPool, first: string, chainId: number, pollingMs = 500) {
  return createPublicClient({
    chain: chainOf(first, chainId),
    transport: pool.transport,
    pollingInterval: pollingMs,
    cacheTime: 0,
  });
}

async function demandMarket(client: PublicClient, chainId: number, market: Address): Promise<void> {
  const found = await client.getChainId();
  if (found !== chainId) {
    throw new WrongChainError(`The node serves chain ${found}, wanted was ${chainId}`);
  }
  const code = await client.getCode({ address: market });
  if (!code || code === '0x') {
    throw new WrongChainError(`Chain ${chainId} has no contract at ${market}`);
  }
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
