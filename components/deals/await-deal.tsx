'use client';

import { SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { RetryRefresh } from '@/components/layout/retry-refresh';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';

/** An indexer that runs shows a mined match within seconds. */
const PATIENCE_MS = 60_000;

/** Looks for a deal for a while, then says that it is not to be found. */
export function AwaitDeal() {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (isOver) return;
    const timer = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isOver]);
  return (
    <>
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
      {isOver ? null : <RetryRefresh everyMs={2_000} />}
    </>
  );
}
