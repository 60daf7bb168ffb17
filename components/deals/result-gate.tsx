'use client';

import { useQuery } from '@tanstack/react-query';
import { FileLock2, Hourglass } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { ReleasedResult } from '@/lib/directory/deal-results.service';
import type { DirectoryClient } from '@/lib/directory/directory.client';
import { ApiError } from '@/lib/shared/api-error';
import type { Problem } from '@/lib/shared/problem.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { useDirectory } from './use-directory.client';

/** A result of the deal with its files, every byte checked. */
export interface OpenedResult extends ReleasedResult {
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What opened results are kept by: a later stage may bring mediators' ones. */
export function resultsKey({ dealId, stage }: DealRecord, address: string | undefined) {
  return ['results', dealId, address, stage] as const;
}

interface ResultGateProps {
  record: DealRecord;
  /** What is shown instead to those who may not read them, or have not yet signed in. */
  outside?: ReactNode;
  /** At least one result. */
  children: (results: readonly OpenedResult[]) => ReactNode;
}

/** What is behind it is for the buyer and its guests: signs in at the directory, then reads the results. */
export function ResultGate({ record, outside, children }: ResultGateProps) {
  const wallet = useWallet();
  const directory = useDirectory();
  const [problem, setProblem] = useState<Problem>();
  const [opening, setOpening] = useState(false);
  const { dealId } = record;
  const results = useQuery({
    queryKey: resultsKey(record, wallet.address),
    enabled: directory.signedIn && record.post !== undefined,
    // An answer that says no stays no.
    retry: (count, error) => count < 1 && !(error instanceof ApiError && error.status > 0),
    staleTime: 30_000,
    // A later stage may bring mediators' results; until they are read, what is on the screen stays.
    placeholderData: (earlier, query) =>
      query?.queryKey[1] === dealId && query.queryKey[2] === wallet.address ? earlier : undefined,
    queryFn: async () => {
      const client = await directory.client('kept');
      const released = await client.listResults(dealId);
      return Promise.all(
        released.map(async (result) => ({
          ...result,
          files: await filesOf(client, result.cid),
        })),
      );
    },
  });

  const signIn = async () => {
    setOpening(true);
    setProblem(undefined);
    try {
      await directory.client();
    } catch (error) {
      setProblem(await describeProblem(error));
    }
    setOpening(false);
  };
  if (record.post === undefined) {
    return (
      <EmptyState icon={Hourglass} title="No result yet">
        {record.settledAt === undefined
          ? 'The provider is running the job. Its result appears here as soon as it is sealed on chain.'
          : 'The deal ended without a result.'}
      </EmptyState>
    );
  }
  if (!directory.signedIn) {
    return (
      <div className="flex flex-col gap-6">
        <EmptyState
          icon={FileLock2}
          title="Results are for the buyer and its guests"
          action={
            wallet.status === 'connected' ? (
              <Button busy={opening} onClick={() => void signIn()}>
                Sign in to read it
              </Button>
            ) : (
              <Button onClick={wallet.connect}>Connect a wallet</Button>
            )
          }
        >
          {problem
            ? `${problem.title} ${problem.advice ?? ''}`
            : 'Prove to the directory who you are with one signature. It costs nothing and sends no transaction.'}
        </EmptyState>
        {outside}
      </div>
    );
  }
  if (results.isPending) {
    return (
      <div role="status" aria-label="Loading the result" className="flex flex-col gap-3">
        <Skeleton className="w-1/3" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  if (results.isError) {
    const isRefused = results.error instanceof ApiError && REFUSED.has(results.error.status);
    return (
      <div className="flex flex-col gap-6">
        <ReadFailure
          error={results.error}
          signIn={directory.forget}
          retry={() => void results.refetch()}
        />
        {isRefused ? outside : null}
      </div>
    );
  }
  if (results.data.length === 0) {
    return (
      <EmptyState icon={Hourglass} title="Nothing to read here">
        The directory has no released result of this deal. A provider’s is released when the review
        begins, a mediator’s when the verdict is final; one whose time is over is deleted.
      </EmptyState>
    );
  }
  return children(results.data);
}

/** What was handed in is listed for longer than it is kept: then its name is known and no more. */
async function filesOf(client: DirectoryClient, cid: string) {
  try {
    return (await client.getContent(cid)).files;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    throw new ApiError(
      410,
      'result_gone',
      'The directory does not keep this result any longer.',
      'Its digest and seal stay on chain: who has the files can still show that they are the ones (Verification). Run it again to have new ones.',
    );
  }
}

/** To accounts that may not read, what is there is not there. */
const REFUSED: ReadonlySet<number> = new Set([403, 404]);

interface ReadFailureProps {
  error: Error;
  signIn: () => void;
  retry: () => void;
}

/** Each refusal in its own words: a session that ended, another account, a result that is gone. */
function ReadFailure({ error, signIn, retry }: ReadFailureProps) {
  const status = error instanceof ApiError ? error.status : 0;
  const again = (words: string, act: () => void) => (
    <Button size="sm" variant="secondary" onClick={act}>
      {words}
    </Button>
  );
  if (status === 401) {
    return (
      <Notice
        tone="attention"
        title="Your session at the directory has ended"
        action={again('Sign in again', signIn)}
      >
        Sign once more to read the result. It costs nothing.
      </Notice>
    );
  }
  if (REFUSED.has(status)) {
    return (
      <Notice
        tone="attention"
        title="This account may not read the result"
        action={again('Sign in again', signIn)}
      >
        Only the deal’s buyer and the guests that it named may. Connect the account that bought it.
        Or the directory does not know this deal yet: then try again in a moment.
      </Notice>
    );
  }
  return (
    <Notice
      tone={status === 410 ? 'neutral' : 'wrong'}
      title={error.message}
      action={status === 410 ? undefined : again('Try again', retry)}
    >
      {error instanceof ApiError ? error.hint : 'Try again in a moment.'}
    </Notice>
  );
}
