'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { problemOf } from '@/lib/shared/problem.view';

interface QueryBoxProps<T> {
  query: { data: T | undefined; error: Error | null; refetch: () => unknown };
  /** What is being read: "your offers". */
  what: string;
  rows?: number;
  children: (data: T) => ReactNode;
}

/** What was read, its skeleton before, or why it could not be and a way to try again. */
export function QueryBox<T>({ query, what, rows = 3, children }: QueryBoxProps<T>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (!error) return <SkeletonRows rows={rows} label={`Reading ${what}`} />;
  const { title, advice } = problemOf(error);
  return (
    <div className="p-4">
      <Notice
        tone="attention"
        alert
        title={title}
        action={
          <Button size="sm" variant="secondary" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {advice}
      </Notice>
    </div>
  );
}
