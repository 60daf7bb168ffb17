'use client';

import { Files, FileUp, X } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { cn } from '@/lib/shared/class-names';
import { shortMediaTypes } from '@/lib/shared/media-type.view';
import { plainName } from '@/lib/shared/plain-name.view';
import { formatBytes, formatCount } from '@/lib/shared/quantity.view';
import { buttonClass } from './button';
import { useObjectUrl } from './use-object-url';

interface FileDropProps {
  id: string;
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
  /** Several files may be chosen, each of which becomes one run. */
  isMapped: boolean;
  /** Several files may be chosen, and belong together. */
  areParts?: boolean;
  /** Media types or endings: "image/png", ".csv". */
  accept: readonly string[];
  /** Of each file. */
  maxBytes?: number | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** Choose files, or drop them here; a single picture is shown in small. */
export function FileDrop(props: FileDropProps) {
  const { id, files, onChange, isMapped, areParts = false } = props;
  const { accept, maxBytes, invalid, describedBy } = props;
  const takesMany = isMapped || areParts;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [first, second] = files;
  const isOnePicture = first?.type.startsWith('image/') && second === undefined;
  const picture = useObjectUrl(isOnePicture ? first : undefined);
  const [broken, setBroken] = useState<string>();
  const Icon = second ? Files : FileUp;
  const take = (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    if (chosen.length > 0) onChange(takesMany ? chosen : chosen.slice(0, 1));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the input inside has the keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'relative flex min-h-24 items-center gap-4 rounded-md border border-dashed px-4 py-3 transition-colors duration-150',
        over ? 'border-accent bg-accent-soft' : 'border-border-strong/60 bg-surface',
        invalid && 'border-wrong',
        'focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2',
      )}
    >
      <input
        ref={input}
        id={id}
        type="file"
        multiple={takesMany}
        accept={accept.join(',')}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={(event) => take(event.target.files)}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
      {picture && picture !== broken ? (
        // biome-ignore lint/performance/noImgElement: a local file, not one the server could resize
        <img
          src={picture}
          alt=""
          onError={() => setBroken(picture)}
          className="size-16 rounded-md border border-border object-cover"
        />
      ) : (
        <Icon aria-hidden className="size-6 shrink-0 text-muted" strokeWidth={1.5} />
      )}
      <div className="pointer-events-none min-w-0 grow">
        {first ? (
          <Chosen files={files} areRuns={isMapped} />
        ) : (
          <>
            <p>
              <span className="font-medium text-accent">
                {takesMany ? 'Choose files' : 'Choose a file'}
              </span>{' '}
              {takesMany ? 'or drop them here' : 'or drop it here'}
              {isMapped ? '; each becomes one run' : ''}
            </p>
            <p className="text-muted text-xs">
              {shortMediaTypes(accept).join(', ') || 'Any file'}
              {maxBytes ? `, up to ${formatBytes(maxBytes)}` : ''}
            </p>
          </>
        )}
      </div>
      {first ? (
        <button
          type="button"
          aria-label={second ? 'Remove all files' : `Remove ${plainName(first.name)}`}
          onClick={() => {
            if (input.current) input.current.value = '';
            onChange([]);
          }}
          className={buttonClass('ghost', 'icon', 'relative size-8 text-muted')}
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : null}
    </div>
  );
}

/** Names that are shown of many. */
const SHOWN = 3;

function Chosen({ files, areRuns }: { files: readonly File[]; areRuns: boolean }) {
  const size = formatBytes(files.reduce((sum, file) => sum + file.size, 0));
  const names = files.slice(0, SHOWN).map(({ name }) => plainName(name));
  const isMany = files.length > 1;
  return (
    <>
      <p className={cn('font-medium', !isMany && 'truncate')}>
        {isMany
          ? `${formatCount(files.length)} files${areRuns ? ', each becomes one run' : ''}`
          : names[0]}
      </p>
      <p className="tabular truncate text-muted text-xs">
        {isMany ? `${size} together: ${names.join(', ')}` : size}
        {files.length > SHOWN ? ' …' : ''}
      </p>
    </>
  );
}
