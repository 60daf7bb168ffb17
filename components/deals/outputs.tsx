'use client';

import { useMemo } from 'react';
import type { DealModule } from './deal-module';
import { itemsOf } from './item-results';
import { MapResult } from './map-result';
import { type ResultFile, resultFilesOf } from './result-files';
import { ResultView } from './result-view';

interface OutputsProps {
  files: ReadonlyMap<string, Uint8Array>;
  outputs: DealModule['outputs'];
  /** Who handed them in, where the page shows several: part of every title. */
  from?: string;
}

/** A result's files as what they are; a map job's by item. */
export function Outputs({ files, outputs, from }: OutputsProps) {
  const items = useMemo(() => itemsOf(files), [files]);
  const shown = useMemo(
    () => resultFilesOf(files, outputs).map((file) => titled(file, from)),
    [files, outputs, from],
  );
  return items === undefined ? (
    <ResultView files={shown} />
  ) : (
    <MapResult items={items} files={files} outputs={outputs} />
  );
}

function titled(file: ResultFile, from: string | undefined): ResultFile {
  return from === undefined ? file : { ...file, title: `${file.title} (${from})` };
}
