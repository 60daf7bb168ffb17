import type { Address } from 'viem';
import { expect } from 'vitest';
import { decodeEvents, type MinedLog } from '../../lib/chain/decode-event';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import type { MarketAccess } from '../../lib/chain/market.server';
import { Ledger } from './ledger';

/**
 * Checks all money of a market at one block: every account and stake is what the model makes of the
 * events, every settlement the model's to the last unit, and the market holds exactly the sum of it
 * (I1, I2, I10, I11). Answers the ledger.
 */
export async function expectBooksToBalance(
  { client, market }: MarketAccess,
  { token, block }: Pick<Deployment, 'token' | 'block'>,
): Promise<Ledger> {
  const head = await client.getBlock({ blockTag: 'latest' });
  const blockNumber = head.number;
  const logs = await client.getLogs({
    address: market,
    fromBlock: BigInt(block),
    toBlock: blockNumber,
  });
  const times = new Map<bigint, number>();
  for (const { blockNumber: number, blockTimestamp } of logs as readonly MinedLog[]) {
    if (blockTimestamp !== undefined || times.has(number)) continue;
    times.set(number, Number((await client.getBlock({ blockNumber: number })).timestamp));
  }
  const ledger = new Ledger(
    decodeEvents(logs as readonly MinedLog[], (number) => times.get(number) ?? 0),
  );
  expect(ledger.differences, 'settlements').toEqual([]);
  const read = { address: market, abi: marketAbi, blockNumber } as const;
  let total = 0n;
  for (const [who, expected] of ledger.accounts) {
    const account = await client.readContract({ ...read, functionName: 'accounts', args: [who] });
    const { available, locked } = account;
    expect({ who, available, locked }).toEqual({ who, ...expected });
    total += available + locked;
  }
  for (const [who, expected] of ledger.stakes) {
    const stake = await client.readContract({ ...read, functionName: 'stakes', args: [who] });
    const { free, seated, unbonding } = stake;
    expect({ who, free, seated }).toEqual({ who, ...expected });
    total += free + seated + unbonding;
  }
  const held = await client.readContract({
    address: token,
    abi: testTokenAbi,
    functionName: 'balanceOf',
    args: [market],
    blockNumber,
  });
  expect(held, 'I1: what the market holds').toBe(total);
  return ledger;
}

/** Nothing is stuck: no deal lives, nothing is locked or seated. */
export function expectNothingLocked(ledger: Ledger): void {
  const locked = [...ledger.accounts].filter(([, { locked }]) => locked !== 0n);
  const seated = [...ledger.stakes].filter(([, { seated }]) => seated !== 0n);
  expect({ locked, seated }).toEqual({ locked: [], seated: [] });
}

/** Transactions to the market that failed on chain since a block, by sender and selector. */
export async function revertedCalls(
  { client, market }: MarketAccess,
  fromBlock: bigint,
): Promise<{ from: Address; selector: string; block: bigint }[]> {
  const reverted: { from: Address; selector: string; block: bigint }[] = [];
  const head = await client.getBlockNumber();
  for (let number = fromBlock; number <= head; number++) {
    const block = await client.getBlock({ blockNumber: number, includeTransactions: true });
    for (const { hash, to, from, input } of block.transactions) {
      if (to?.toLowerCase() !== market.toLowerCase()) continue;
      const { status } = await client.getTransactionReceipt({ hash });
      if (status === 'reverted')
        reverted.push({ from, selector: input.slice(0, 10), block: number });
    }
  }
  return reverted;
}
