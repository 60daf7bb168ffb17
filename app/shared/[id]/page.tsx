import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isHex } from 'viem';
import { SharedResult } from '@/components/deals/shared-result';
import { PageHeader } from '@/components/layout/page-header';
import { Hash } from '@/components/ui/hash';
import { findDeal } from '@/lib/deals/deals.query';
import { shortHash } from '@/lib/shared/hash.view';
import { moduleOfDeal } from '../../_data/deal-modules';
import { load } from '../../_data/load';

export const metadata: Metadata = {
  title: 'A shared result',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

interface Props {
  params: Promise<{ id: string }>;
}

/** What a share link leads to; the result itself is read in the browser, with the link's token. */
export default async function SharedResultPage({ params }: Props) {
  const { id } = await params;
  if (!isHex(id) || id.length !== 66) notFound();
  const dealId = id.toLowerCase() as `0x${string}`;
  const deal = await load((db) => findDeal(db, dealId));
  const found = deal.ok ? deal.data : undefined;
  const module = found ? await moduleOfDeal(found.record.work.moduleId) : undefined;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Deals', href: '/deals' },
          { label: shortHash(dealId), href: `/deals/${dealId}` },
          { label: 'Shared result' },
        ]}
        title={module ? `${module.title}: a shared result` : 'A shared result'}
        marks={<Hash value={dealId} label="deal id" />}
      />
      <SharedResult dealId={dealId} outputs={module?.outputs ?? []} />
    </>
  );
}
