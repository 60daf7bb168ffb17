'use client';

import { useQuery } from '@tanstack/react-query';
import { Hourglass, Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { RelativeTime } from '@/components/ui/time';
import { ApiError } from '@/lib/shared/api-error';
import { problemOf } from '@/lib/shared/problem.view';
import type { DealModule } from './deal-module';
import { ResultList } from './result-panel';
import { useDirectory } from './use-directory.client';

interface SharedResultProps {
  dealId: string;
  outputs: DealModule['outputs'];
}

/**
 * What a share link opens, for people without a wallet. The token is behind "#" and goes to the
 * directory alone; every byte is checked, and shown as it is: nothing in it runs.
 */
export function SharedResult({ dealId, outputs }: SharedResultProps) {
  const directory = useDirectory();
  const link = useLinkToken();
  const shared = useQuery({
    queryKey: ['shared', dealId, link],
    enabled: link !== undefined && link !== '',
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    queryFn: async () => {
      const client = (await directory.client('anonymous')).as({ link: link ?? '' });
      const { results, ...rest } = await client.listShared();
      const opened = results.map(async (result) => ({
        ...result,
        files: (await client.getContent(result.cid)).files,
      }));
      return { ...rest, results: await Promise.all(opened) };
    },
  });
  if (link === '') {
    return (
      <EmptyState icon={Link2Off} title="This link is not whole">
        The part behind “#” is missing. Copy the whole link, or ask the buyer for a new one.
      </EmptyState>
    );
  }
  if (shared.isError) {
    const { title, advice } = problemOf(shared.error);
    const isLink = shared.error instanceof ApiError && shared.error.code.startsWith('link_');
    return isLink ? (
      <EmptyState icon={Link2Off} title={title}>
        {advice}
      </EmptyState>
    ) : (
      <Notice
        tone="wrong"
        alert
        title={title}
        action={
          <Button size="sm" variant="secondary" onClick={() => void shared.refetch()}>
            Try again
          </Button>
        }
      >
        {advice ?? 'Try again in a moment.'}
      </Notice>
    );
  }
  if (shared.data === undefined) {
    return (
      <div role="status" aria-label="Loading the result" className="flex flex-col gap-3">
        <Skeleton className="w-1/3" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  if (shared.data.dealId !== dealId) {
    return (
      <EmptyState icon={Link2Off} title="This link is of another deal">
        Copy it again, whole, or ask the buyer for a new one.
      </EmptyState>
    );
  }
  if (shared.data.results.length === 0) {
    return (
      <EmptyState icon={Hourglass} title="No result yet">
        The link is right. The result appears here once it is sealed on chain.
      </EmptyState>
    );
  }
  return (
    <Panel title="Result">
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          The buyer shares this with you. The link runs out{' '}
          <RelativeTime at={shared.data.expiresAt} />.
        </p>
        <ResultList results={shared.data.results} outputs={outputs} />
      </div>
    </Panel>
  );
}

/** What is behind "#" in the address; undefined until the page has looked. */
function useLinkToken(): string | undefined {
  const [token, setToken] = useState<string>();
  useEffect(() => {
    const read = () => setToken(window.location.hash.slice(1));
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return token;
}
