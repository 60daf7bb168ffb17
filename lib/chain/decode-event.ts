import { type Hex, type Log, parseEventLogs } from 'viem';
import type { MarketEvent } from './deal-event';
import { marketAbi } from './generated/market-abi';

/** A mined log; `blockTimestamp` where the node gives it. */
export type MinedLog = Pick<Log<bigint, number, false>, 'address' | 'data' | 'topics'> & {
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly blockTimestamp?: bigint | undefined;
  readonly logIndex: number;
  readonly transactionHash: Hex;
};

/**
 * One log of the market as a typed event; undefined where it is none that this version knows.
 *
 * @param timestamp of the log's block in seconds
 */
function decodeEvent(log: MinedLog, timestamp: number): MarketEvent | undefined {
  const [parsed] = parseEventLogs({ abi: marketAbi, logs: [log as unknown as Log], strict: true });
  if (!parsed) return undefined;
  const { blockNumber, blockHash, logIndex, transactionHash } = log;
  const place = { blockNumber, blockHash, timestamp, logIndex, transactionHash };
  // The ABI's enums are plain numbers; deal-event names their values.
  return { name: parsed.eventName, args: parsed.args, place } as unknown as MarketEvent;
}

/** All events of a transaction or block range, in order; `timestampOf` serves logs without a time. */
export function decodeEvents(
  logs: readonly MinedLog[],
  timestampOf: (blockNumber: bigint) => number,
): MarketEvent[] {
  return logs.flatMap((log) => {
    const { blockTimestamp } = log;
    const time =
      blockTimestamp === undefined ? timestampOf(log.blockNumber) : Number(blockTimestamp);
    return decodeEvent(log, time) ?? [];
  });
}
