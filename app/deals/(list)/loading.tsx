import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The page's frame while its first deals are read. */
export default function DealsLoading() {
  return (
    <>
      <PageHeader
        title="Deals"
        lead="Every match of a job offer with a provider’s offer, from the chain."
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <Skeleton className="h-11 w-[40rem] max-w-full" />
        <Skeleton className="h-9 w-80 max-sm:w-full" />
      </div>
      <Card>
        <SkeletonRows rows={12} label="Reading the deals" />
      </Card>
    </>
  );
}
