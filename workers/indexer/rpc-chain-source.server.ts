import { type Address, BlockNotFoundError, type Log, type PublicClient } from 'viem';
import type { StoredEvent } from '../../lib/chain/chain-history.repo';
import type { ChainSource } from './next-step';
import type { BlockHeader } from './sync-step';

/** Turns one log of the market into a row, or undefined when it is not one we know. */
export type EventDecoder = (
  log: Log<bigint, number, false>,
  timestamp: bigint,
) => StoredEvent | undefined;

/** Reads blocks and the market's events over JSON-RPC. Errors of the transport pass through. */
export function rpcChainSource(
  client: PublicClient,
  market: Address,
  decode: EventDecoder,
): ChainSource<StoredEvent> {
  const header = (blockNumber: bigint) => readHeader(client, blockNumber);
  return {
    header,
    head: async () => toHeader(await client.getBlock({ blockTag: 'latest' })),
    events: async (fromBlock, toBlock) => {
      const logs = await client.getLogs({ address: market, fromBlock, toBlock });
      const timestamps = await timestampsOf(logs, header);
      return logs.flatMap((log) => {
        const timestamp = timestamps.get(log.blockNumber);
        const event = timestamp === undefined ? undefined : decode(log, timestamp);
        return event ? [event] : [];
      });
    },
  };
}

async function readHeader(client: PublicClient, number: bigint): Promise<BlockHeader | undefined> {
  try {
    return toHeader(await client.getBlock({ blockNumber: number }));
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}

function toHeader(block: {
  number: bigint | null;
  hash: `0x${string}` | null;
  parentHash: `0x${string}`;
  timestamp: bigint;
}): BlockHeader {
  if (block.number === null || block.hash === null)
    throw new Error('The node answered a pending block');
  const { number, hash, parentHash, timestamp } = block;
  return { number, hash, parentHash, timestamp };
}

async function timestampsOf(
  logs: readonly { blockNumber: bigint; blockTimestamp?: bigint | undefined }[],
  header: (number: bigint) => Promise<BlockHeader | undefined>,
): Promise<Map<bigint, bigint>> {
  const timestamps = new Map<bigint, bigint>();
  for (const { blockNumber, blockTimestamp } of logs) {
    if (timestamps.has(blockNumber)) continue;
    const timestamp = blockTimestamp ?? (await header(blockNumber))?.timestamp;
    if (timestamp !== undefined) timestamps.set(blockNumber, timestamp);
  }
  return timestamps;
}
