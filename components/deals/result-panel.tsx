'use client';

import { useMemo } from 'react';
import { Badge } from '@/components/ui/badge';
import { Hash } from '@/components/ui/hash';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { formatFuel } from '@/lib/shared/quantity.view';
import { CarButton } from './car-button';
import type { DealModule } from './deal-module';
import { itemsOf } from './item-results';
import { MapResult } from './map-result';
import { resultFilesOf } from './result-files';
import { ResultGate } from './result-gate';
import { ResultView } from './result-view';

interface ResultPanelProps {
  record: DealRecord;
  module: DealModule | undefined;
}

/** The outputs, for the buyer and its guests: signed in to the directory, every byte checked. */
export function ResultPanel({ record, module }: ResultPanelProps) {
  return (
    <ResultGate record={record}>
      {(results) => (
        <div className="flex flex-col gap-6">
          {results.map((result) => (
            <section key={`${result.party}-${result.cid}`} className="flex flex-col gap-3">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
                <Badge>
                  {result.role === 'provider' ? 'from the provider' : 'from a mediator'}
                </Badge>
                <Hash value={result.resultDigest} label="result digest" />
                <span className="tabular">{formatFuel(BigInt(result.fuelUsed))} fuel</span>
                <CarButton files={result.files} cid={result.cid} className="ml-auto" />
              </div>
              <Outputs files={result.files} outputs={module?.outputs ?? NONE} />
            </section>
          ))}
        </div>
      )}
    </ResultGate>
  );
}

const NONE: DealModule['outputs'] = [];

interface OutputsProps {
  files: ReadonlyMap<string, Uint8Array>;
  outputs: DealModule['outputs'];
}

function Outputs({ files, outputs }: OutputsProps) {
  const items = useMemo(() => itemsOf(files), [files]);
  return items === undefined ? (
    <ResultView files={resultFilesOf(files, outputs)} />
  ) : (
    <MapResult items={items} files={files} outputs={outputs} />
  );
}
