'use client';

import { Download } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox, Input } from '@/components/ui/input';
import type { ItemResult } from '@/lib/execution/item-list';
import { formatCount } from '@/lib/shared/quantity.view';
import type { DealModule } from './deal-module';
import { hasFailed, pickItems } from './item-results';
import { ItemTable } from './item-table';

interface MapResultProps {
  items: readonly ItemResult[];
  /** The whole result. */
  files: ReadonlyMap<string, Uint8Array>;
  outputs: DealModule['outputs'];
}

/** Rows that are drawn at a time: a job may have a thousand items with a picture each. */
const STEP = 50;

/** A map job's result: its items as a list to search, each of which opens. */
export function MapResult({ items, files, outputs }: MapResultProps) {
  const [search, setSearch] = useState('');
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [shown, setShown] = useState(STEP);
  const wanted = useDeferredValue(search);
  const picked = useMemo(
    () => pickItems(items, { search: wanted, onlyFailed }),
    [items, wanted, onlyFailed],
  );
  const failed = useMemo(() => items.filter(hasFailed).length, [items]);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Input
          type="search"
          aria-label="Search items"
          placeholder="Search items"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="sm:w-56"
        />
        <div className="flex items-center gap-2">
          <Checkbox
            id="only-failed"
            checked={onlyFailed}
            onChange={(event) => setOnlyFailed(event.target.checked)}
          />
          <label htmlFor="only-failed">Failed only</label>
        </div>
        <p className="tabular text-muted text-xs" role="status">
          {formatCount(picked.length)} of {formatCount(items.length)} items, {formatCount(failed)}{' '}
          failed
        </p>
        <div className="sm:ml-auto">
          <DownloadAll files={files} />
        </div>
      </div>
      {picked.length > 0 ? (
        <ItemTable items={picked.slice(0, shown)} files={files} outputs={outputs} />
      ) : (
        <p className="text-muted">
          {onlyFailed && failed === 0 ? 'No item failed.' : 'No item has such a name.'}
        </p>
      )}
      {picked.length > shown ? (
        <Button variant="secondary" onClick={() => setShown(shown + STEP)}>
          Show {formatCount(Math.min(STEP, picked.length - shown))} more
        </Button>
      ) : null}
    </div>
  );
}

function DownloadAll({ files }: { files: ReadonlyMap<string, Uint8Array> }) {
  const [packing, setPacking] = useState(false);
  const pack = async () => {
    setPacking(true);
    try {
      const { downloadZip } = await import('client-zip');
      const entries = [...files].map(([name, bytes]) => ({
        name,
        input: bytes as Uint8Array<ArrayBuffer>,
      }));
      save(await downloadZip(entries).blob(), 'result.zip');
    } finally {
      setPacking(false);
    }
  };
  return (
    <Button
      variant="secondary"
      busy={packing}
      icon={<Download aria-hidden className="size-4" />}
      onClick={() => void pack()}
    >
      Download all
    </Button>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Not at once: the download begins after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
