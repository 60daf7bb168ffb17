'use client';

import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Hash } from '@/components/ui/hash';
import { useObjectUrl } from '@/components/ui/use-object-url';
import { readCsv } from '@/lib/shared/csv.view';
import { formatBytes } from '@/lib/shared/quantity.view';
import { AudioPlayer } from './audio-player';
import { JsonTree, jsonTreeValue } from './json-tree';
import type { ResultFile } from './result-files';
import { useChecksum } from './use-checksum.client';

/** Every output of a run as what it is: text, table, picture, or a file to keep. */
export function ResultView({ files }: { files: readonly ResultFile[] }) {
  if (files.length === 0) {
    return <p className="text-muted">The run ended without any output.</p>;
  }
  return (
    <div className="flex flex-col gap-5">
      {files.map((file) => (
        <ResultItem key={file.path} file={file} />
      ))}
    </div>
  );
}

function ResultItem({ file }: { file: ResultFile }) {
  const blob = useMemo(
    () => new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: file.mediaType }),
    [file],
  );
  const url = useObjectUrl(blob);
  const checksum = useChecksum(file.bytes);
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1.5 flex items-center justify-between gap-3">
        <span className="font-medium">{file.title}</span>
        <span className="flex items-center gap-2 text-muted text-xs">
          {checksum ? (
            <span className="flex items-center gap-1 max-sm:hidden">
              SHA-256 <Hash value={checksum} label={`SHA-256 of ${file.title}`} picture={false} />
            </span>
          ) : null}
          <span className="tabular">{formatBytes(file.bytes.length)}</span>
          {url ? (
            <a
              href={url}
              download={file.path.split('/').at(-1)}
              aria-label={`Download ${file.title}`}
              className={buttonClass('ghost', 'icon', 'size-7')}
            >
              <Download aria-hidden className="size-4" />
            </a>
          ) : null}
        </span>
      </figcaption>
      {file.kind === 'image' ? (
        <Picture url={url} title={file.title} />
      ) : file.kind === 'audio' ? (
        <AudioPlayer url={url} bytes={file.bytes} title={file.title} />
      ) : file.kind === 'table' ? (
        <CsvTable text={textOf(file.bytes)} title={file.title} cut={isCut(file.bytes)} />
      ) : file.kind === 'text' ? (
        <TextOutput file={file} />
      ) : null}
    </figure>
  );
}

/** Text as it is, or as a tree where it is JSON. */
function TextOutput({ file }: { file: ResultFile }) {
  const text = useMemo(() => textOf(file.bytes), [file]);
  const json = useMemo(
    () => (file.mediaType === 'application/json' ? jsonTreeValue(text) : undefined),
    [file, text],
  );
  if (json !== undefined) {
    return (
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label={file.title}
        className="max-h-96 overflow-auto rounded-md border border-border bg-background p-3 font-mono text-[0.8125rem] leading-5"
      >
        <JsonTree value={json} />
      </section>
    );
  }
  return (
    <>
      <TextBox text={text} label={file.title} />
      {isCut(file.bytes) ? <p className="pt-2 text-muted text-xs">{ONLY_BEGINNING}</p> : null}
    </>
  );
}

const MAX_TEXT = 200_000;
const ONLY_BEGINNING = 'Only the beginning is shown. Download the file for all of it.';

function isCut(bytes: Uint8Array): boolean {
  return bytes.length > MAX_TEXT;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, MAX_TEXT));
}

export function TextBox({ text, label }: { text: string; label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-96 overflow-auto rounded-md border border-border bg-background p-3"
    >
      <pre className="text-[0.8125rem] leading-5">
        {text === '' ? <span className="text-muted">(empty)</span> : text}
      </pre>
    </section>
  );
}

function Picture({ url, title }: { url: string | undefined; title: string }) {
  return (
    <div className="flex max-h-[32rem] items-center justify-center overflow-hidden rounded-md border border-border bg-[repeating-conic-gradient(var(--raised)_0_25%,var(--surface)_0_50%)] bg-size-[16px_16px]">
      {url ? (
        // biome-ignore lint/performance/noImgElement: bytes from the directory, checked in this browser
        <img src={url} alt={title} className="max-h-[32rem] object-contain" />
      ) : null}
    </div>
  );
}

const MAX_ROWS = 201;

function CsvTable({ text, title, cut }: { text: string; title: string; cut: boolean }) {
  const { rows, complete } = useMemo(() => readCsv(text, MAX_ROWS), [text]);
  const [head = [], ...body] = rows;
  const numeric = head.map((_, column) =>
    body.every((row) => /^-?[\d.,]*(e-?\d+)?$/i.test(row[column] ?? '')),
  );
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={title}
      className="max-h-96 overflow-auto rounded-md border border-border"
    >
      <table className="tabular w-full border-collapse text-left text-[0.8125rem]">
        <thead className="sticky top-0 bg-raised">
          <tr>
            {head.map((cell, column) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place only
                key={column}
                scope="col"
                className={`px-3 py-1.5 font-medium ${numeric[column] ? 'text-right' : ''}`}
              >
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place only
            <tr key={index}>
              {head.map((_, column) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={column}
                  className={`px-3 py-1.5 ${numeric[column] ? 'text-right' : ''}`}
                >
                  {row[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {complete && !cut ? null : (
        <p className="border-border border-t px-3 py-2 text-muted text-xs">{ONLY_BEGINNING}</p>
      )}
    </section>
  );
}
