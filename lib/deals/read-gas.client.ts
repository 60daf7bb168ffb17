import type { Address, Hex } from 'viem';

/** What the chain tells of the gas of a key. Amounts in wei. */
export type GasOfKey = {
  readonly balance: bigint;
  /** Transactions that it ever sent. */
  readonly sent: number;
  /** Of the given transactions those that it sent itself: how many, and what their gas came to. */
  readonly counted: number;
  readonly spent: bigint;
  /** Gas units of the same. */
  readonly gasUsed: bigint;
};

/**
 * Reads a key's coin and the receipts of some of its transactions. Gas is no event, so only receipts
 * tell it: the sum is of what was asked for, not of all that the key ever did.
 */
export async function readGasOfKey(
  rpcUrl: string,
  key: Address,
  transactions: readonly Hex[],
): Promise<GasOfKey> {
  const { createPublicClient, http } = await import('viem');
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
  const [balance, sent, receipts] = await Promise.all([
    client.getBalance({ address: key }),
    client.getTransactionCount({ address: key }),
    Promise.all(transactions.map((hash) => client.getTransactionReceipt({ hash }))),
  ]);
  const own = receipts.filter(({ from }) => from.toLowerCase() === key.toLowerCase());
  return {
    balance,
    sent,
    counted: own.length,
    spent: own.reduce(
      (sum, { gasUsed, effectiveGasPrice }) => sum + gasUsed * effectiveGasPrice,
      0n,
    ),
    gasUsed: own.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
  };
}
