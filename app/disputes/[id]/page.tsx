import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { isHex } from 'viem';
import { DisputePage } from '@/components/disputes/dispute-page';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { findDeal } from '@/lib/deals/deals.query';
import { findDispute } from '@/lib/disputes/disputes.query';
import { panelStories } from '@/lib/disputes/seat-story.view';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { shortHash } from '@/lib/shared/hash.view';
import { moduleOfDeal } from '../../_data/deal-modules';
import { load } from '../../_data/load';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Dispute ${shortHash((await params).id)}` };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  if (!isHex(id) || id.length !== 66) notFound();
  const readAt = Date.now();
  const dispute = await load((db) => findDispute(db, id.toLowerCase() as `0x${string}`));
  if (!dispute.ok) {
    return (
      <>
        <PageHeader
          crumbs={[{ label: 'Disputes', href: '/disputes' }, { label: shortHash(id) }]}
          title={`Dispute ${shortHash(id)}`}
        />
        <Unavailable reason={dispute.reason} what="The dispute" />
      </>
    );
  }
  if (!dispute.data) {
    const deal = await load((db) => findDeal(db, id.toLowerCase() as `0x${string}`));
    if (deal.ok && !deal.data) notFound();
    // No panel was ever called: the deal's own page says so.
    redirect(`/deals/${id}`);
  }
  return (
    <DisputePage
      detail={dispute.data}
      panels={panelStories(dispute.data.record)}
      readAt={readAt}
      unit={(await readPublicConfig()).tokenSymbol}
      module={await moduleOfDeal(dispute.data.record.work.moduleId)}
    />
  );
}
