import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isHex } from 'viem';
import { DealPage } from '@/components/deals/deal-page';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { findDeal } from '@/lib/deals/deals.query';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { shortHash } from '@/lib/shared/hash.view';
import { moduleOfDeal } from '../../_data/deal-modules';
import { load } from '../../_data/load';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Deal ${shortHash((await params).id)}` };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  if (!isHex(id) || id.length !== 66) notFound();
  const readAt = Date.now();
  const deal = await load((db) => findDeal(db, id.toLowerCase() as `0x${string}`));
  if (!deal.ok) {
    return (
      <>
        <PageHeader
          crumbs={[{ label: 'Deals', href: '/deals' }, { label: shortHash(id) }]}
          title={`Deal ${shortHash(id)}`}
        />
        <Unavailable reason={deal.reason} what="The deal" />
      </>
    );
  }
  if (!deal.data) notFound();
  return (
    <DealPage
      readAt={readAt}
      detail={deal.data}
      unit={(await readPublicConfig()).tokenSymbol}
      module={await moduleOfDeal(deal.data.record.work.moduleId)}
    />
  );
}
