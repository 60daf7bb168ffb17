import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** A module's page below its header while the market is asked about it, in the page's own geometry. */
export function ModuleSkeleton() {
  return (
    <div
      role="status"
      aria-label="Reading the module"
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        <div className="flex flex-col gap-3">
          <Skeleton className="w-full max-w-[60ch]" />
          <Skeleton className="w-4/5 max-w-[48ch]" />
          <Skeleton className="h-6 w-40" />
        </div>
        <div className="h-64 rounded-md border border-border bg-surface p-4">
          <Skeleton className="w-44" />
          <Skeleton className="mt-6 h-40" />
        </div>
        <div className="rounded-md border border-border bg-surface">
          <SkeletonRows rows={4} label="Reading its inputs" />
        </div>
        <div className="h-80 rounded-md border border-border bg-surface p-4">
          <Skeleton className="w-32" />
          <Skeleton className="mt-6 h-52" />
        </div>
      </div>
      <div className="flex h-[30rem] flex-col gap-5 rounded-md border border-border bg-surface p-4">
        <Skeleton className="w-16" />
        {['engine', 'class', 'author', 'licence', 'needs', 'price', 'time'].map((key) => (
          <div key={key} className="flex justify-between gap-6">
            <Skeleton className="w-20" />
            <Skeleton className="w-28" />
          </div>
        ))}
      </div>
    </div>
  );
}
