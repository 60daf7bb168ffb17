import { Amount } from '@/components/ui/amount';
import { StatStrip } from '@/components/ui/stat';
import type { DisputeStats } from '@/lib/disputes/dispute-stats.query';
import { percentOfCount } from '@/lib/shared/percent.view';
import { formatDuration } from '@/lib/shared/time.view';

/** What came of all audits and disputes. */
export function DisputeFigures({ stats }: { stats: DisputeStats }) {
  const judged = stats.upheld + stats.overturned;
  return (
    <StatStrip
      label="All audits and disputes"
      className="mb-6"
      items={[
        {
          label: 'Audited',
          value: percentOfCount(stats.audits, stats.results),
          note: `${stats.audits} of ${stats.results} results`,
        },
        {
          label: 'Disputed',
          value: percentOfCount(stats.disputes, stats.results),
          note: `${stats.disputes} of ${stats.results} results`,
        },
        {
          label: 'Upheld',
          value: percentOfCount(stats.upheld, judged),
          note: `${stats.upheld} of ${judged} verdicts`,
        },
        {
          label: 'Median time',
          value: stats.medianSeconds === null ? '–' : formatDuration(stats.medianSeconds),
          note: 'from opening to settlement',
        },
        {
          label: 'Fines',
          value: <Amount value={stats.providerFines + stats.seatFines} />,
          note: (
            <>
              <Amount value={stats.seatFines} /> of it by mediators
            </>
          ),
        },
        { label: 'Open now', value: stats.open, note: 'waiting for seats, commits or an end' },
      ]}
    />
  );
}
