'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { QueryBox } from '@/components/account/query-box';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Select } from '@/components/ui/input';
import type { HistoryRange } from '@/lib/providers/machine-api';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { EarningsChart } from './earnings-chart';
import { useEarnings } from './use-provider.client';

const RANGES: readonly (readonly [HistoryRange, string])[] = [
  ['24h', '24 hours'],
  ['7d', '7 days'],
  ['30d', '30 days'],
];

/** What all machines of the connected provider earned. */
export function EarningsPanel() {
  const { address } = useWallet();
  const [range, setRange] = useState<HistoryRange>('7d');
  const earnings = useEarnings(range);
  return (
    <Panel
      title="Earnings"
      aside={
        <>
          <Select
            aria-label="How far back"
            value={range}
            onChange={(event) =>
              setRange(RANGES.find(([value]) => value === event.target.value)?.[0] ?? '7d')
            }
          >
            {RANGES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
          <a
            href={`/api/v1/providers/${address}/deals.csv`}
            className={buttonClass('secondary', 'sm')}
            download
          >
            <Download aria-hidden className="size-3.5" />
            CSV
          </a>
        </>
      }
    >
      <QueryBox query={earnings} what="your earnings" rows={5}>
        {({ bars, step }) => <EarningsChart bars={bars} step={step} />}
      </QueryBox>
    </Panel>
  );
}
