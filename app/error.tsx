'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div className="py-10" role="alert">
      <h1 className="sr-only">Something went wrong</h1>
      <EmptyState
        icon={TriangleAlert}
        title="This page could not be shown"
        action={<Button onClick={reset}>Try again</Button>}
      >
        Nothing is lost: deals and money live on chain.
        {error.digest ? ` The server’s log has it under ${error.digest}.` : ''}
      </EmptyState>
    </div>
  );
}
