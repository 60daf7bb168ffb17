import { StatStrip } from '@/components/ui/stat';
import { formatDuration } from '@/lib/shared/time.view';

export interface MarketStats {
  openOffers: number;
  dealsToday: number;
  /** Medians in seconds; undefined while there is nothing to take one of. */
  medianMatchSeconds: number | undefined;
  medianResultSeconds: number | undefined;
  audits: number;
  disputes: number;
  overturned: number;
}

export function MarketStrip({ stats }: { stats: MarketStats | undefined }) {
  const seconds = (value: number | undefined) =>
    value === undefined ? '–' : formatDuration(value);
  const count = (value: number | undefined) => value?.toLocaleString('en-US') ?? '–';
  return (
    <StatStrip
      label="The market now"
      items={[
        { label: 'Open offers', value: count(stats?.openOffers) },
        { label: 'Deals today', value: count(stats?.dealsToday) },
        { label: 'Median match', value: seconds(stats?.medianMatchSeconds) },
        { label: 'Median result', value: seconds(stats?.medianResultSeconds) },
        { label: 'Audits', value: count(stats?.audits) },
        {
          label: 'Disputes overturned',
          value: stats ? `${count(stats.overturned)} of ${count(stats.disputes)}` : '–',
        },
      ]}
    />
  );
}
