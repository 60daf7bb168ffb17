import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { shortHash } from '@/lib/shared/hash.view';
import { AwaitDeal } from './await-deal';

/** A deal that this site has not seen (yet): it may have been matched a moment ago. */
export function PendingDeal({ id }: { id: string }) {
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Deals', href: '/deals' }, { label: shortHash(id) }]}
        title="Deal"
        marks={<Hash value={id} label="deal id" />}
      />
      <Card>
        <AwaitDeal />
      </Card>
    </>
  );
}
