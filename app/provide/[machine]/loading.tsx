import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The page's own geometry while it is read. */
export default function Loading() {
  return (
    <div role="status" aria-label="Reading this machine" className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <Skeleton className="w-40" />
        <Skeleton className="h-8 w-72 max-w-full" />
        <Skeleton className="w-56" />
      </div>
      <div className="grid grid-cols-2 overflow-hidden rounded-md border border-border bg-surface sm:grid-cols-3 lg:grid-cols-6">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <div key={key} className="flex h-[5.375rem] flex-col justify-center gap-2 px-4">
            <Skeleton className="w-20" />
            <Skeleton className="h-6 w-24" />
          </div>
        ))}
      </div>
      <div className="grid gap-6 lg:grid-cols-2">
        {['earnings', 'load'].map((key) => (
          <div key={key} className="h-72 rounded-md border border-border bg-surface p-4">
            <Skeleton className="w-28" />
            <Skeleton className="mt-6 h-40" />
          </div>
        ))}
      </div>
      <div className="rounded-md border border-border bg-surface">
        <SkeletonRows rows={4} label="Reading its deals" />
      </div>
    </div>
  );
}
