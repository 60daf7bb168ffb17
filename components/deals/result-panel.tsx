'use client';

import { Badge } from '@/components/ui/badge';
import { Hash } from '@/components/ui/hash';
import { useAtNow } from '@/components/ui/now';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { keptUntilOf } from '@/lib/deals/kept-until';
import type { ReleasedResult } from '@/lib/directory/deal-results.service';
import { sameHex } from '@/lib/shared/address';
import { cn } from '@/lib/shared/class-names';
import { formatFuel } from '@/lib/shared/quantity.view';
import { formatInstant } from '@/lib/shared/time.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { CarButton } from './car-button';
import type { DealModule } from './deal-module';
import { Outputs } from './outputs';
import { PrivateOutputs } from './private-outputs';
import { ReleaseTime } from './release-time';
import { ResultGate } from './result-gate';
import { sameResults } from './same-results';
import { ShareResult } from './share-result';

interface ResultPanelProps {
  record: DealRecord;
  module: DealModule | undefined;
}

/** The outputs, for the buyer and its guests: signed in to the directory, every byte checked. */
export function ResultPanel({ record, module }: ResultPanelProps) {
  const { address } = useWallet();
  const isBuyer = address !== undefined && sameHex(address, record.terms.buyer);
  const keptUntil = record.post && keptUntilOf(record.post);
  return (
    <ResultGate
      record={record}
      outside={<PrivateOutputs record={record} outputs={module?.outputs ?? NONE} />}
    >
      {(results) => (
        <div className="flex flex-col gap-6">
          {isBuyer ? <ShareResult dealId={record.dealId} keptUntil={keptUntil} /> : null}
          <Kept until={keptUntil} />
          {record.case && record.settledAt === undefined ? (
            <p className="text-muted">
              What the mediators found is released here when the verdict is final
              <ReleaseTime record={record} />
            </p>
          ) : null}
          <ResultList results={results} outputs={module?.outputs ?? NONE} />
        </div>
      )}
    </ResultGate>
  );
}

/** How long the result can be had here. */
function Kept({ until }: { until: number | undefined }) {
  const isOver = useAtNow((now) => (until !== undefined && now > until ? 1 : 0)) === 1;
  if (until === undefined) {
    return (
      <p className="text-muted text-xs">
        No directory has promised to keep this result. Download what you need.
      </p>
    );
  }
  return (
    <p className={cn('text-xs', isOver ? 'text-attention' : 'text-muted')}>
      {isOver
        ? 'The directory’s promise to keep this ended on '
        : 'The directory keeps this at least until '}
      <time dateTime={new Date(until * 1000).toISOString()} className="tabular">
        {formatInstant(until)}
      </time>
      {isOver ? ': it may be deleted at any time.' : '. Download what you want to have for longer.'}
    </p>
  );
}

const NONE: DealModule['outputs'] = [];

interface ResultListProps {
  results: readonly (ReleasedResult & { files: ReadonlyMap<string, Uint8Array> })[];
  outputs: DealModule['outputs'];
}

/** Results by their content: who they are from, their digest, and all of their files. */
export function ResultList({ results, outputs }: ResultListProps) {
  const found = sameResults(results);
  return found.map(({ result, from }) => (
    <section key={`${result.party}-${result.cid}`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
        <Badge>{from}</Badge>
        <Hash value={result.resultDigest} label="result digest" />
        <span className="tabular">{formatFuel(BigInt(result.fuelUsed))} fuel</span>
        <CarButton files={result.files} cid={result.cid} className="ml-auto" />
      </div>
      {/* Several contents have outputs of the same names: each is named with its sender. */}
      <Outputs files={result.files} outputs={outputs} {...(found.length > 1 ? { from } : {})} />
    </section>
  ));
}
