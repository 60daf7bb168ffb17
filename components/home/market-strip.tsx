import { StatStrip } from '@/components/ui/stat';
import { percentOfCount } from '@/lib/shared/percent.view';
import { formatCount } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';

export interface MarketStats {
  openOffers: number;
  dealsToday: number;
  /** Medians in seconds; undefined while there is nothing to take one of. */
  medianMatchSeconds: number | undefined;
  medianResultSeconds: number | undefined;
  /** Results that could be audited, and those that were. */
  results: number;
  audits: number;
  auditsOverturned: number;
  disputes: number;
  upheld: number;
  overturned: number;
}

export function MarketStrip({ stats }: { stats: MarketStats | undefined }) {
  const seconds = (value: number | undefined) =>
    value === undefined ? '–' : formatDuration(value);
  const count = (value: number | undefined) => (value === undefined ? '–' : formatCount(value));
  return (
    <StatStrip
      label="The market now"
      items={[
        { label: 'Open offers', value: count(stats?.openOffers), note: 'can be matched now' },
        { label: 'Deals today', value: count(stats?.dealsToday), note: 'the last 24 hours' },
        {
          label: 'Median match',
          value: seconds(stats?.medianMatchSeconds),
          note: 'from signing to deal',
        },
        {
          label: 'Median result',
          value: seconds(stats?.medianResultSeconds),
          note: 'from deal to result',
        },
        {
          label: 'Audited',
          value: stats ? percentOfCount(stats.audits, stats.results) : '–',
          note:
            stats &&
            `${count(stats.audits)} of ${count(stats.results)} results, ${count(stats.auditsOverturned)} overturned`,
        },
        {
          label: 'Disputes',
          value: count(stats?.disputes),
          note: stats && `${count(stats.overturned)} overturned, ${count(stats.upheld)} upheld`,
        },
      ]}
    />
  );
}
