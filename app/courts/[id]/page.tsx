import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isHex } from 'viem';
import { CourtPage } from '@/components/courts/court-page';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { readCourtRecord } from '@/lib/mediation/court-record.query';
import { findMediators } from '@/lib/mediation/mediators.query';
import { findCourt } from '@/lib/offers/courts.query';
import { shortHash } from '@/lib/shared/hash.view';
import { load } from '../../_data/load';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Court ${shortHash((await params).id)}` };
}

export default async function Page({ params }: Props) {
  const readAt = Date.now();
  const { id } = await params;
  if (!isHex(id) || id.length !== 66) notFound();
  const loaded = await load(async (db) => {
    const court = await findCourt(db, id.toLowerCase() as `0x${string}`);
    if (!court) return undefined;
    const [record, mediators] = await Promise.all([
      readCourtRecord(db, court.id),
      findMediators(db, court.members),
    ]);
    return { court, record, mediators };
  });
  if (!loaded.ok) {
    return (
      <>
        <PageHeader
          crumbs={[{ label: 'Courts', href: '/courts' }, { label: shortHash(id) }]}
          title={`Court ${shortHash(id)}`}
        />
        <Unavailable reason={loaded.reason} what="The court" />
      </>
    );
  }
  if (!loaded.data) notFound();
  return (
    <>
      <CourtPage {...loaded.data} />
      <LiveRefresh
        topics={[`court:${loaded.data.court.id}`, 'deal', 'account']}
        readAt={readAt}
        path={`/api/v1/courts/${loaded.data.court.id}`}
      />
    </>
  );
}
