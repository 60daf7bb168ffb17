import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The page's frame while it is read. */
export default function AccountLoading() {
  return (
    <>
      <PageHeader
        title="Account"
        lead="Your money in the market. It is yours at any time, but for what stands behind open deals."
      />
      <div role="status" aria-label="Reading your account" className="flex flex-col gap-6">
        <Skeleton className="h-[5.375rem]" />
        <div className="grid gap-4 md:grid-cols-2">
          <Skeleton className="h-48" />
          <Skeleton className="h-48" />
        </div>
        <Card>
          <SkeletonRows rows={4} label="Reading your deals" />
        </Card>
      </div>
    </>
  );
}
