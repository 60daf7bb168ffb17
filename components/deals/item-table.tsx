'use client';

import { ChevronRight, FileText } from 'lucide-react';
import { Fragment, useMemo, useState } from 'react';
import { Hash } from '@/components/ui/hash';
import { StateChip, type Tone } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { useObjectUrl } from '@/components/ui/use-object-url';
import type { ItemResult } from '@/lib/execution/item-list';
import { cn } from '@/lib/shared/class-names';
import { formatFuel } from '@/lib/shared/quantity.view';
import type { DealModule } from './deal-module';
import { drawingProblem, safeMediaType } from './drawable';
import { filesOfItem, hasFailed, statusWords } from './item-results';
import { type ResultFile, resultFilesOf } from './result-files';
import { ResultView } from './result-view';

interface ItemTableProps {
  items: readonly ItemResult[];
  files: ReadonlyMap<string, Uint8Array>;
  outputs: DealModule['outputs'];
}

/** One row an item; a row opens to the item's outputs. */
export function ItemTable({ items, files, outputs }: ItemTableProps) {
  return (
    <Table
      caption="Items"
      head={
        <>
          <Th>Item</Th>
          <Th>Ended</Th>
          <Th numeric className="max-sm:hidden">
            Fuel
          </Th>
        </>
      }
    >
      {items.map((item) => (
        <ItemRow key={item.name} item={item} files={files} outputs={outputs} />
      ))}
    </Table>
  );
}

function ItemRow({ item, files, outputs }: Omit<ItemTableProps, 'items'> & { item: ItemResult }) {
  const [isOpen, setOpen] = useState(false);
  const { name } = item;
  const own = useMemo(
    () => resultFilesOf(filesOfItem(files, name), outputs),
    [files, name, outputs],
  );
  const tone: Tone = item.status === 'not-run' ? 'neutral' : hasFailed(item) ? 'attention' : 'safe';
  return (
    <Fragment>
      <Tr>
        <Td className="w-full max-w-0">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="flex w-full min-w-0 items-center gap-3 rounded-md text-left"
          >
            <ChevronRight
              aria-hidden
              className={cn(
                'size-4 shrink-0 text-muted transition-transform duration-150',
                isOpen && 'rotate-90',
              )}
            />
            <Thumbnail picture={own.find(({ kind }) => kind === 'image')} />
            <span className="truncate font-medium" title={name}>
              {name}
            </span>
          </button>
        </Td>
        <Td>
          <StateChip size="sm" tone={tone}>
            {statusWords(item)}
          </StateChip>
        </Td>
        <Td numeric className="max-sm:hidden">
          {item.status === 'not-run' ? '–' : formatFuel(item.fuelUsed)}
        </Td>
      </Tr>
      {isOpen ? (
        <tr>
          <td colSpan={3} className="bg-raised/40 px-3 py-4 sm:px-4">
            {item.status === 'not-run' ? (
              <p className="text-muted">
                What the items before it used left nothing of the job’s limits for this one.
              </p>
            ) : (
              <div className="flex flex-col gap-4">
                <p className="text-xs">
                  <Hash value={item.resultDigest} label="result digest" />
                </p>
                <ResultView files={own} />
              </div>
            )}
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function Thumbnail({ picture }: { picture: ResultFile | undefined }) {
  const blob = useMemo(
    () =>
      picture && drawingProblem(picture) === undefined
        ? new Blob([picture.bytes as Uint8Array<ArrayBuffer>], { type: safeMediaType(picture) })
        : undefined,
    [picture],
  );
  const url = useObjectUrl(blob);
  const [isBroken, setBroken] = useState(false);
  return (
    <span className="flex size-8 shrink-0 items-center justify-center overflow-hidden rounded border border-border bg-surface">
      {url && !isBroken ? (
        // biome-ignore lint/performance/noImgElement: bytes from the directory, checked in this browser
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
          className="size-8 object-cover"
        />
      ) : (
        <FileText aria-hidden className="size-4 text-muted" strokeWidth={1.5} />
      )}
    </span>
  );
}
