import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The page's frame while its first cases are read. */
export default function DisputesLoading() {
  return (
    <>
      <PageHeader
        title="Disputes and audits"
        lead="Deals whose job mediators ran again: because a draw hit, or because the buyer disputed."
      />
      <Skeleton className="mb-6 h-[5.375rem]" />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <Skeleton className="h-11 w-[36rem] max-w-full" />
        <Skeleton className="h-9 w-80 max-sm:w-full" />
      </div>
      <Card>
        <SkeletonRows rows={10} label="Reading the cases" />
      </Card>
    </>
  );
}
