'use client';

import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { getJson } from '@/lib/shared/api.client';

/** An indexer that runs shows a mined match within seconds. */
const PATIENCE_MS = 60_000;
const EVERY_MS = 2_000;

/** Looks for a deal for a while, then says that it is not to be found. */
export function AwaitDeal({ id }: { id: string }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (isOver) return;
    const timer = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isOver]);
  const { data: isKnown } = useQuery({
    queryKey: ['deal-known', id],
    // The list: a deal that is not there is an answer of it, and no error in the console.
    queryFn: async ({ signal }) =>
      (await getJson<{ items: unknown[] }>(`/api/v1/deals?id=${id}&limit=1`, signal)).items.length >
      0,
    refetchInterval: isOver ? false : EVERY_MS,
    retry: false,
  });
  useEffect(() => {
    // A router keeps a page that was not found until the address changes.
    if (isKnown) window.location.reload();
  }, [isKnown]);
  return (
    <EmptyState
      icon={SearchX}
      title="This deal is not known here"
      action={
        <>
          {isOver ? <Button onClick={() => setOver(false)}>Look again</Button> : null}
          <Link href="/deals" className={buttonClass('secondary')}>
            All deals
          </Link>
        </>
      }
    >
      {isOver
        ? 'Nothing came within a minute, so this page stopped looking. Check the id; if the match is mined, this site’s copy of the chain may be behind.'
        : 'If it was matched just now, it appears within seconds: this page looks for a minute. Otherwise check the id.'}
    </EmptyState>
  );
}
