import type { GasOfKey } from './read-gas.client';

/** What a key's posts and declines cost in all, in wei. */
export type TotalGas = { readonly spent: bigint; readonly isEstimate: boolean };

/**
 * The sum of the receipts where all were read; else the mean of those for all, an estimate.
 * Those that another key sent cost this one nothing, and count as that.
 *
 * @param read transactions whose receipts were read
 * @param all transactions that brought its results and declines
 * @returns undefined where it sent none of those that were read, so that nothing can be said
 */
export function totalGasOf(
  { counted, spent }: Pick<GasOfKey, 'counted' | 'spent'>,
  read: number,
  all: number,
): TotalGas | undefined {
  if (counted === 0) return undefined;
  if (read >= all) return { spent, isEstimate: false };
  return { spent: (spent * BigInt(all)) / BigInt(read), isEstimate: true };
}
