import type { Metadata } from 'next';
import { CourtTable } from '@/components/courts/court-table';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { MediatorTable } from '@/components/mediators/mediator-table';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { listMediators } from '@/lib/mediation/mediators.query';
import { listCourts } from '@/lib/offers/courts.query';
import { load } from '../_data/load';

export const metadata: Metadata = { title: 'Courts and mediators' };

const MOST_MEDIATORS = 200;

export default async function CourtsPage() {
  const readAt = Date.now();
  const loaded = await load((db) =>
    Promise.all([listCourts(db), listMediators(db, MOST_MEDIATORS)]),
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Disputes', href: '/disputes' }, { label: 'Courts' }]}
        title="Courts and mediators"
        lead="A court is a fixed list of mediators and the terms on which they serve. Panels are drawn from the court that both offers of a deal accept."
        actions={
          <Link href="/courts/found" className={buttonClass('secondary')}>
            Found a court
          </Link>
        }
      />
      {loaded.ok ? (
        <div className="flex flex-col gap-6">
          <Panel title="Courts" flush>
            <CourtTable courts={loaded.data[0]} />
          </Panel>
          <Panel
            title="Mediators"
            description="Agreement: seats in which it committed what the final majority found"
            flush
          >
            <MediatorTable mediators={loaded.data[1]} />
          </Panel>
        </div>
      ) : (
        <Unavailable reason={loaded.reason} what="The courts" />
      )}
      <LiveRefresh
        topics={['court', 'deal', 'account']}
        readAt={readAt}
        path="/api/v1/mediators?limit=200"
      />
    </>
  );
}
