'use client';

import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

interface ErrorPageProps {
  error: Error & { digest?: string };
}

const EVERY_MS = 4_000;
const FRESH_MS = 15_000;

/** A page that fails as soon as it is loaded anew is not loaded again and again. */
function isReloadedInVain(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  const isReload = entry instanceof PerformanceNavigationTiming && entry.type === 'reload';
  return isReload && performance.now() < FRESH_MS;
}

/**
 * Where a part of the program could not be fetched the server is away, or has another version by now:
 * the page is loaded anew as soon as it answers.
 */
export default function ErrorPage({ error }: ErrorPageProps) {
  const [isAway] = useState(() => error.name === 'ChunkLoadError' && !isReloadedInVain());
  useEffect(() => {
    if (!isAway) return;
    const over = new AbortController();
    const look = async () => {
      const { ok } = await fetch('/api/v1/status', { signal: over.signal });
      if (ok) location.reload();
    };
    const timer = setInterval(() => void look().catch(() => {}), EVERY_MS);
    return () => {
      clearInterval(timer);
      over.abort();
    };
  }, [isAway]);
  const title = isAway ? 'The server does not answer' : 'This page could not be shown';
  return (
    <div className="py-10" role="alert">
      <h1 className="sr-only">{title}</h1>
      <EmptyState
        icon={TriangleAlert}
        title={title}
        action={<Button onClick={() => location.reload()}>Try again</Button>}
      >
        Nothing is lost: deals and money live on chain.
        {isAway ? ' This page loads again by itself once it answers.' : ''}
        {error.digest ? ` The server’s log has it under ${error.digest}.` : ''}
      </EmptyState>
    </div>
  );
}
