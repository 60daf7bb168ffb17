'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryBox } from '@/components/account/query-box';
import { KeyValueList } from '@/components/ui/key-value';
import { totalGasOf } from '@/lib/deals/total-gas';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatCount, formatSignificant } from '@/lib/shared/quantity.view';

interface GasSpentProps {
  agent: `0x${string}`;
  /** Transactions that brought its newest results and declines. */
  transactions: readonly `0x${string}`[];
  /** How many ever did. */
  transactionCount: number;
}

/** What posting and declining cost, by receipts from the chain, and what the key has left. */
export function GasSpent({ agent, transactions, transactionCount }: GasSpentProps) {
  const { rpcUrl, gasSymbol } = usePublicConfig();
  const coin = (wei: bigint) => `${wholeCoins(wei)} ${gasSymbol}`;
  const gas = useQuery({
    queryKey: ['gas', agent, transactions],
    placeholderData: (old) => old,
    queryFn: async () => {
      const { readGasOfKey } = await import('@/lib/deals/read-gas.client');
      return readGasOfKey(rpcUrl, agent, transactions);
    },
  });
  return (
    <QueryBox query={gas} what="the gas of this key" rows={3}>
      {({ balance, sent, counted, spent, gasUsed }) => {
        const total = totalGasOf({ counted, spent }, transactions.length, transactionCount);
        return (
          <KeyValueList
            items={[
              ...(total?.isEstimate === false
                ? []
                : [
                    {
                      key:
                        counted === 1
                          ? 'Its newest post or decline'
                          : `Its newest ${counted} posts and declines`,
                      value: counted === 0 ? 'none yet' : coin(spent),
                    },
                  ]),
              ...(total
                ? [
                    {
                      key: total.isEstimate
                        ? 'All its posts and declines, an estimate'
                        : 'All its posts and declines',
                      value: coin(total.spent),
                      note: `${
                        total.isEstimate
                          ? `${formatCount(Math.round((transactionCount * counted) / transactions.length))} of ${formatCount(transactionCount)} by this key, at the mean of its newest`
                          : `${formatCount(counted)} by their receipts`
                      }, ${formatCount(gasUsed / BigInt(counted))} gas each; offers and tickets cost none`,
                    },
                  ]
                : []),
              {
                key: 'Left for more',
                value: coin(balance),
                note:
                  spent === 0n || counted === 0
                    ? 'the key’s balance'
                    : `enough for some ${formatCount((balance * BigInt(counted)) / spent)} like these`,
              },
              { key: 'Transactions ever', value: formatCount(sent) },
            ]}
          />
        );
      }}
    </QueryBox>
  );
}

/** Wei as coins, four significant digits. */
function wholeCoins(wei: bigint): string {
  return formatSignificant(Number(wei) / 1e18, 4);
}
