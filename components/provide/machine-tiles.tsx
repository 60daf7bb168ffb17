import { Amount } from '@/components/ui/amount';
import { type StatItem, StatStrip } from '@/components/ui/stat';
import { RelativeTime } from '@/components/ui/time';
import { formatCount } from '@/lib/shared/quantity.view';
import { meanOf } from './chart-paths';
import type { MachinePageProps } from './machine-page';
import { percent } from './utilisation-chart';

type Props = Pick<MachinePageProps, 'record' | 'money' | 'machine' | 'history' | 'range'>;

/** The figures to see first. */
export function MachineTiles(props: Props) {
  return <StatStrip label="This machine" items={tilesOf(props)} />;
}

function tilesOf({ record, money, machine, history, range }: Props): StatItem[] {
  const pulse = machine?.pulse;
  const meanUse = (key: 'cpu' | 'memory' | 'gpu') =>
    percent(meanOf(history?.items.map((point) => point[key]) ?? []));
  const hasGpu = (machine?.hardware.gpus.length ?? 0) > 0;
  const { locked, lockedUntil, nextPayout } = money;
  return [
    {
      label: 'Earned, last 24 h',
      value: <Amount value={record.netLastDay} signed />,
      note: (
        <>
          <Amount value={record.net} signed /> in all
        </>
      ),
    },
    {
      label: 'At risk',
      value: <Amount value={locked} />,
      note:
        lockedUntil === undefined ? (
          'no live deal'
        ) : (
          <>
            free <RelativeTime at={lockedUntil} /> at the latest
          </>
        ),
    },
    {
      label: 'Next payout',
      value: nextPayout ? <Amount value={nextPayout.amount} /> : '–',
      note: nextPayout ? (
        <>
          <RelativeTime at={nextPayout.at} />, or when the buyer accepts
        </>
      ) : (
        'no result in review'
      ),
    },
    {
      label: `Utilisation, ${range.replace(/[a-z]/, ' $&')}`,
      value: meanUse(hasGpu ? 'gpu' : 'cpu'),
      note: pulse
        ? [
            hasGpu ? `GPU; processor ${meanUse('cpu')}` : 'processor',
            `memory ${meanUse('memory')}`,
          ].join(', ')
        : 'not measured yet',
    },
    {
      label: 'Running',
      value: pulse ? pulse.running : record.live,
      note: pulse ? `${pulse.queued} waiting for room` : 'live deals on chain',
    },
    {
      label: 'Deals',
      value: formatCount(record.deals),
      note: `${formatCount(record.paid)} paid`,
    },
  ];
}
