'use client';

import { useMemo } from 'react';
import type { DealModule } from './deal-module';
import { itemsOf } from './item-results';
import { MapResult } from './map-result';
import { resultFilesOf } from './result-files';
import { ResultView } from './result-view';

interface OutputsProps {
  files: ReadonlyMap<string, Uint8Array>;
  outputs: DealModule['outputs'];
}

/** A result's files as what they are; a map job's by item. */
export function Outputs({ files, outputs }: OutputsProps) {
  const items = useMemo(() => itemsOf(files), [files]);
  return items === undefined ? (
    <ResultView files={resultFilesOf(files, outputs)} />
  ) : (
    <MapResult items={items} files={files} outputs={outputs} />
  );
}
