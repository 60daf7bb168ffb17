import { type Address, BlockNotFoundError, type PublicClient } from 'viem';
import type { StoredEvent } from '../../lib/chain/chain-history.repo';
import { decodeEvents } from '../../lib/chain/decode-event';
import { rowOfEvent } from './event-row';
import type { ChainSource } from './next-step';
import type { BlockHeader } from './sync-step';

/** Reads blocks and the market's events over JSON-RPC. Errors of the transport pass through. */
export function rpcChainSource(client: PublicClient, market: Address): ChainSource<StoredEvent> {
  const header = (blockNumber: bigint) => readHeader(client, blockNumber);
  return {
    header,
    head: async () => toHeader(await client.getBlock({ blockTag: 'latest' })),
    events: async (fromBlock, toBlock) => {
      const logs = await client.getLogs({ address: market, fromBlock, toBlock });
      const times = new Map<bigint, number>();
      for (const { blockNumber, blockTimestamp } of logs) {
        if (blockTimestamp !== undefined || times.has(blockNumber)) continue;
        // A block that is gone by now makes the range unusable anyway: its end is checked again.
        times.set(blockNumber, Number((await header(blockNumber))?.timestamp ?? 0n));
      }
      return decodeEvents(logs, (number) => times.get(number) ?? 0).map(rowOfEvent);
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
  const { number, hash, parentHash, timestamp } = block;
  if (number === null || hash === null) throw new Error('The node answered a pending block');
  return { number, hash, parentHash, timestamp };
}
