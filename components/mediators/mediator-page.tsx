import type { ReactNode } from 'react';
import { getAddress } from 'viem';
import type { ModuleName } from '@/components/deals/module-title';
import { PageHeader } from '@/components/layout/page-header';
import { Amount } from '@/components/ui/amount';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { StatStrip } from '@/components/ui/stat';
import { RelativeTime } from '@/components/ui/time';
import { agreementView } from '@/lib/mediation/mediator-record.view';
import type { SeatItem } from '@/lib/mediation/mediator-seats.query';
import type { MediatorRecord } from '@/lib/mediation/mediators.query';
import { shortHash } from '@/lib/shared/hash.view';
import { formatCount } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import { SeatTable } from './seat-table';

interface MediatorPageProps {
  record: MediatorRecord;
  seats: readonly SeatItem[];
  modules: readonly ModuleName[];
  /** Under the seats: the pager. */
  children: ReactNode;
}

/** What a mediator did with its seats, all of it from the chain. */
export function MediatorPage({ record, seats, modules, children }: MediatorPageProps) {
  const { share, note } = agreementView(record);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Disputes', href: '/disputes' },
          { label: 'Courts', href: '/courts' },
          { label: `Mediator ${shortHash(getAddress(record.address))}` },
        ]}
        title="Mediator"
        marks={<Hash value={getAddress(record.address)} label="mediator" href={null} />}
      />
      <div className="flex flex-col gap-6">
        <StatStrip
          label="Record"
          items={[
            {
              label: 'Panels served',
              value: formatCount(record.seats),
              note: record.live > 0 ? `${record.live} at work now` : 'audits and disputes',
            },
            { label: 'With the majority', value: share, note: note ?? 'no seat judged yet' },
            { label: 'No-shows', value: record.absent, note: 'seats without a commit' },
            {
              label: 'Median delay',
              value:
                record.medianDelaySeconds === null
                  ? '–'
                  : formatDuration(record.medianDelaySeconds),
              note: 'from seat to commit',
            },
            { label: 'Fees earned', value: <Amount value={record.fees} /> },
            {
              label: 'Slashed',
              value: <Amount value={record.slashed} />,
              note: `${record.outvoted} outvoted, ${record.saidUnavailable} said unavailable`,
            },
          ]}
        />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Panel title="Panels served" flush>
            <SeatTable seats={seats} modules={modules} />
            {children}
          </Panel>
          <Panel title="Stake and courts">
            <KeyValueList
              items={[
                {
                  key: 'Stake',
                  value: <Amount value={record.stake} />,
                  note: 'free and seated together',
                },
                ...(record.releaseAt === null
                  ? []
                  : [
                      {
                        key: 'Asked back',
                        value: <Amount value={record.unbonding} />,
                        note: (
                          <>
                            can leave <RelativeTime at={record.releaseAt} />, seatable until then
                          </>
                        ),
                      },
                    ]),
                {
                  key: 'Serves in',
                  value:
                    record.courts.length === 0 ? (
                      'no court'
                    ) : (
                      <ul className="flex flex-col items-end gap-1">
                        {record.courts.map((court) => (
                          <li key={court}>
                            <Hash value={court} label="court id" copy={false} />
                          </li>
                        ))}
                      </ul>
                    ),
                },
              ]}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}
