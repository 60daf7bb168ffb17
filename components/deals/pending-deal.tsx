'use client';

import { useParams } from 'next/navigation';
import { NothingHere } from '@/components/layout/nothing-here';
import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { shortHash } from '@/lib/shared/hash.view';
import { AwaitDeal } from './await-deal';

/** A deal that this site has not seen (yet): it may have been matched a moment ago. */
export function PendingDeal() {
  const { id } = useParams<{ id: string }>();
  if (!/^0x[0-9a-f]{64}$/i.test(id)) return <NothingHere />;
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Deals', href: '/deals' }, { label: shortHash(id) }]}
        title="Deal"
        marks={<Hash value={id} label="deal id" />}
      />
      <Card>
        <AwaitDeal id={id} />
      </Card>
    </>
  );
}
