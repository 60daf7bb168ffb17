'use client';

import { FileUp, X } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { cn } from '@/lib/shared/class-names';
import { formatBytes } from '@/lib/shared/quantity.view';
import { buttonClass } from './button';
import { useObjectUrl } from './use-object-url';

interface FileDropProps {
  id: string;
  value: File | undefined;
  onChange: (file: File | undefined) => void;
  /** Media types or endings: "image/png", ".csv". */
  accept: readonly string[];
  maxBytes?: number | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** Choose a file, or drop it here; a picture is shown in small. */
export function FileDrop(props: FileDropProps) {
  const { id, value, onChange, accept, maxBytes, invalid, describedBy } = props;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const picture = useObjectUrl(value?.type.startsWith('image/') ? value : undefined);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onChange(file);
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
        accept={accept.join(',')}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.files?.[0])}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
      {picture ? (
        // biome-ignore lint/performance/noImgElement: a local file, not one the server could resize
        <img
          src={picture}
          alt=""
          className="size-16 rounded-md border border-border object-cover"
        />
      ) : (
        <FileUp aria-hidden className="size-6 shrink-0 text-muted" strokeWidth={1.5} />
      )}
      <div className="pointer-events-none min-w-0 grow">
        {value ? (
          <>
            <p className="truncate font-medium">{value.name}</p>
            <p className="tabular text-muted text-xs">{formatBytes(value.size)}</p>
          </>
        ) : (
          <>
            <p>
              <span className="font-medium text-accent">Choose a file</span> or drop it here
            </p>
            <p className="text-muted text-xs">
              {accept.map(shortType).join(', ') || 'Any file'}
              {maxBytes ? `, up to ${formatBytes(maxBytes)}` : ''}
            </p>
          </>
        )}
      </div>
      {value ? (
        <button
          type="button"
          aria-label={`Remove ${value.name}`}
          onClick={() => {
            if (input.current) input.current.value = '';
            onChange(undefined);
          }}
          className={buttonClass('ghost', 'icon', 'relative size-8 text-muted')}
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : null}
    </div>
  );
}

const SHORT: Record<string, string> = {
  'text/plain': 'TXT',
  'text/tab-separated-values': 'TSV',
  'application/vnd.sqlite3': 'SQLite',
};

function shortType(type: string): string {
  return SHORT[type] ?? type.replace(/^.*\/(x-|vnd\.)?|^\./, '').toUpperCase();
}
