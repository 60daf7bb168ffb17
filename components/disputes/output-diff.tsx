'use client';

import dynamic from 'next/dynamic';
import { WHY_PRIVATE } from '@/components/deals/private-outputs';
import { ReleaseTime } from '@/components/deals/release-time';
import { ResultGate } from '@/components/deals/result-gate';
import { Skeleton } from '@/components/ui/skeleton';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { PublicDigests } from './public-digests';

/** Comparing takes a library, which only those load who may read the results. */
const ComparedResults = dynamic(async () => (await import('./compared-results')).ComparedResults, {
  ssr: false,
  loading: () => <Skeleton className="h-24" />,
});

/** Where the provider's result parts from a mediator's; for the buyer and its guests. */
export function OutputDiff({ record }: { record: DealRecord }) {
  return (
    <div className="flex flex-col gap-4">
      <PublicDigests record={record} />
      <ResultGate
        record={record}
        outside={<p className="max-w-[72ch] text-muted text-xs">{WHY_PRIVATE}</p>}
      >
        {(results) => {
          const theirs = results.find(({ role }) => role === 'provider');
          const found = results.find(({ role }) => role === 'seat');
          if (!theirs || !found) {
            return (
              <p className="text-muted">
                {!theirs ? (
                  'The provider’s result is not released.'
                ) : record.settledAt === undefined ? (
                  <>
                    Outputs are compared here once the mediators’ results are released: when the
                    verdict is final
                    <ReleaseTime record={record} />
                  </>
                ) : (
                  'No mediator has left a result that the verdict found right.'
                )}
              </p>
            );
          }
          return <ComparedResults theirs={theirs} found={found} />;
        }}
      </ResultGate>
    </div>
  );
}
