import { SearchX } from 'lucide-react';
import { PageHeader } from '@/components/layout/page-header';
import { RetryRefresh } from '@/components/layout/retry-refresh';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { shortHash } from '@/lib/shared/hash.view';

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
        <EmptyState
          icon={SearchX}
          title="This deal is not known here"
          action={
            <Link href="/deals" className={buttonClass('secondary')}>
              All deals
            </Link>
          }
        >
          If it was matched just now, it appears within seconds: this page keeps looking. Otherwise
          check the id.
        </EmptyState>
      </Card>
      <RetryRefresh everyMs={2_000} />
    </>
  );
}
