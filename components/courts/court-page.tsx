import { PageHeader } from '@/components/layout/page-header';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { StatStrip } from '@/components/ui/stat';
import type { CourtRecord } from '@/lib/mediation/court-record.query';
import type { MediatorRecord } from '@/lib/mediation/mediators.query';
import type { CourtItem } from '@/lib/offers/courts.query';
import { shortHash } from '@/lib/shared/hash.view';
import { formatCount } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import { CourtMembership } from './court-membership';
import { CourtRisk } from './court-risk';
import { CourtTerms } from './court-terms';
import { MemberTable } from './member-table';

interface CourtPageProps {
  court: CourtItem;
  record: CourtRecord;
  mediators: readonly MediatorRecord[];
}

/** One court: terms, members, what it judged, and joining or leaving it. */
export function CourtPage({ court, record, mediators }: CourtPageProps) {
  const judged = record.upheld + record.overturned;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Disputes', href: '/disputes' },
          { label: 'Courts', href: '/courts' },
          { label: shortHash(court.id) },
        ]}
        title="Court"
        marks={<Hash value={court.id} label="court id" href={null} />}
        lead="Nobody can change its members or terms. Both offers of a deal must name it before it may judge the deal."
      />
      <div className="flex flex-col gap-6">
        <StatStrip
          label="What it judged"
          items={[
            { label: 'Members serving', value: `${court.joined} of ${court.members.length}` },
            { label: 'Deals', value: formatCount(record.deals) },
            {
              label: 'Panels called',
              value: formatCount(record.cases),
              note: record.live > 0 ? `${record.live} at work` : 'audits and disputes',
            },
            {
              label: 'Upheld',
              value: judged === 0 ? '–' : `${record.upheld} of ${judged}`,
              note: `${record.inputsUnavailable + record.voided} without a verdict`,
            },
            { label: 'Appeals', value: formatCount(record.appeals) },
            {
              label: 'Median case',
              value:
                record.medianCaseSeconds === null ? '–' : formatDuration(record.medianCaseSeconds),
              note: 'from opening to settlement',
            },
          ]}
        />
        <Panel title="You and this court">
          <CourtMembership court={court} />
        </Panel>
        <Panel
          title="Members"
          description="Records are over all courts of a mediator"
          aside={
            <Link href={`/disputes?court=${court.id}`} className="link">
              Its disputes
            </Link>
          }
          flush
        >
          <MemberTable court={court} mediators={mediators} />
        </Panel>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Panel title="Terms">
            <CourtTerms court={court} />
          </Panel>
          <Panel
            title="If members are corrupt"
            description="Chance of a corrupt majority in both panels, by the size of the first"
            flush
          >
            <CourtRisk serving={court.joined} />
          </Panel>
        </div>
      </div>
    </>
  );
}
