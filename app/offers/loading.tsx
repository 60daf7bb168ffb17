import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The page's frame while its first offers are read. */
export default function OffersLoading() {
  return (
    <>
      <PageHeader
        title="Offers"
        lead="What machines cost right now. Each provider signed its offer once; its agent keeps it live."
      />
      <div className="grid items-start gap-6 xl:grid-cols-[14rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-20" />
          <Skeleton className="h-40 max-xl:h-12" />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Skeleton className="h-20" />
          <Card>
            <SkeletonRows rows={10} label="Reading the offers" />
          </Card>
        </div>
      </div>
    </>
  );
}
