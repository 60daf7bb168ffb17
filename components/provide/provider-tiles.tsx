'use client';

import { Amount } from '@/components/ui/amount';
import { StatStrip } from '@/components/ui/stat';
import { formatDuration } from '@/lib/shared/time.view';
import { useProviderRecord } from './use-provider.client';

/** What the connected provider earned and risks. */
export function ProviderTiles() {
  const { data } = useProviderRecord();
  const amount = (value: string | undefined) =>
    value === undefined ? '–' : <Amount value={value} signed />;
  return (
    <StatStrip
      label="Your record as a provider"
      items={[
        { label: 'Earned, last 24 h', value: amount(data?.netLastDay) },
        { label: 'Earned in all', value: amount(data?.net) },
        {
          label: 'At risk',
          value: data ? <Amount value={data.atRisk} /> : '–',
          note: 'locked behind live deals',
        },
        {
          label: 'Deals',
          value: data?.deals ?? '–',
          note: data ? `${data.live} live, ${data.missed} missed` : undefined,
        },
        {
          label: 'Median result',
          value:
            data?.medianResultSeconds === null || data === undefined
              ? '–'
              : formatDuration(data.medianResultSeconds),
          note: data ? `${data.overturned} of ${data.judged} judged were overturned` : undefined,
        },
      ]}
    />
  );
}
