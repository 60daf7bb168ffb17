'use client';

import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import { saveFile } from '@/components/ui/save-file';
import { useObjectUrl } from '@/components/ui/use-object-url';
import { formatBytes, formatCount } from '@/lib/shared/quantity.view';
import { AudioPlayer } from './audio-player';
import { BrokenMedia } from './broken-media';
import { CsvTable } from './csv-table';
import { drawingProblem, safeMediaType } from './drawable';
import { JsonTree } from './json-tree';
import { jsonTreeValue } from './json-value';
import { downloadName, isPdf, pdfVersionOf, type ResultFile } from './result-files';
import { isCut, isUtf8, ONLY_BEGINNING, TextBox, textOf } from './text-box';
import { useChecksum } from './use-checksum.client';

/** Outputs that are shown; a run may have left thousands. */
const MAX_SHOWN = 30;
const MAX_NAMED = 500;

/** Every output of a run as what it is: text, table, picture, or a file to keep. */
export function ResultView({ files }: { files: readonly ResultFile[] }) {
  if (files.length === 0) {
    return <p className="text-muted">The run ended without any output.</p>;
  }
  return (
    <div className="flex flex-col gap-5">
      {files.slice(0, MAX_SHOWN).map((file) => (
        <ResultItem key={file.path} file={file} />
      ))}
      {files.length > MAX_SHOWN ? <OtherFiles files={files.slice(MAX_SHOWN)} /> : null}
    </div>
  );
}

/** The names of what is not shown: each can be had by itself, and all are in the archive of the result. */
function OtherFiles({ files }: { files: readonly ResultFile[] }) {
  const count = formatCount(files.length);
  return (
    <details>
      <summary className="link w-fit">and {count} more files to download</summary>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label="Files that are not shown"
        className="mt-2 max-h-96 divide-y divide-border overflow-y-auto rounded-md border border-border"
      >
        {files.slice(0, MAX_NAMED).map(({ path, title, bytes }) => (
          <li key={path} className="flex justify-between gap-4 px-3 py-1.5 text-xs">
            <button
              type="button"
              title="Download this file"
              className="link min-w-0 text-left [overflow-wrap:anywhere]"
              onClick={() =>
                saveFile(
                  downloadName(path),
                  bytes as Uint8Array<ArrayBuffer>,
                  'application/octet-stream',
                )
              }
            >
              <bdi>{title}</bdi>
            </button>
            <span className="tabular shrink-0 text-muted">{formatBytes(bytes.length)}</span>
          </li>
        ))}
        {files.length > MAX_NAMED ? (
          <li className="px-3 py-1.5 text-muted text-xs">and others</li>
        ) : null}
      </ul>
    </details>
  );
}

function ResultItem({ file }: { file: ResultFile }) {
  const blob = useMemo(
    () => new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: safeMediaType(file) }),
    [file],
  );
  const url = useObjectUrl(blob);
  const checksum = useChecksum(file.bytes);
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <bdi className="min-w-0 font-medium [overflow-wrap:anywhere]">{file.title}</bdi>
        <span className="ml-auto flex shrink-0 items-center gap-2 text-muted text-xs">
          {checksum ? (
            <span className="flex items-center gap-1">
              SHA-256 <Hash value={checksum} label={`SHA-256 of ${file.title}`} picture={false} />
            </span>
          ) : null}
          <span className="tabular">{formatBytes(file.bytes.length)}</span>
          {url ? (
            <a
              href={url}
              download={downloadName(file.path)}
              aria-label={`Download ${file.title}`}
              className={buttonClass('ghost', 'icon', 'size-7')}
            >
              <Download aria-hidden className="size-4" />
            </a>
          ) : null}
        </span>
      </figcaption>
      {file.kind === 'image' ? (
        <Picture url={url} file={file} />
      ) : file.kind === 'audio' ? (
        <AudioPlayer url={url} bytes={file.bytes} title={file.title} />
      ) : file.kind === 'table' ? (
        <>
          <CsvTable text={textOf(file.bytes)} title={file.title} cut={isCut(file.bytes)} />
          <UnreadableBytes bytes={file.bytes} />
        </>
      ) : file.kind === 'text' || isJson(file) ? (
        <TextOutput file={file} />
      ) : isPdf(file) ? (
        <PdfNote file={file} />
      ) : null}
    </figure>
  );
}

const isJson = ({ mediaType }: ResultFile): boolean => mediaType === 'application/json';

/** Text as it is, or as a tree where it is JSON. */
function TextOutput({ file }: { file: ResultFile }) {
  const text = useMemo(() => textOf(file.bytes), [file]);
  const json = useMemo(() => (isJson(file) ? jsonTreeValue(text) : undefined), [file, text]);
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
      <UnreadableBytes bytes={file.bytes} />
    </>
  );
}

function UnreadableBytes({ bytes }: { bytes: Uint8Array }) {
  const isText = useMemo(() => isUtf8(bytes), [bytes]);
  return isText ? null : (
    <p className="pt-2 text-muted text-xs">
      Not all of it is UTF-8 text: � stands for what is not. Download the file for its bytes.
    </p>
  );
}

/** A picture, drawn only when asked for where drawing it may take more than the browser has. */
function Picture({ url, file }: { url: string | undefined; file: ResultFile }) {
  const problem = useMemo(() => drawingProblem(file), [file]);
  const [isAsked, setAsked] = useState(false);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <BrokenMedia title="This picture cannot be drawn" />;
  if (problem && !isAsked) {
    return (
      <Notice
        tone="attention"
        title="This picture is not drawn by itself"
        action={
          <Button variant="secondary" size="sm" onClick={() => setAsked(true)}>
            Draw it
          </Button>
        }
      >
        {problem} Drawing it may freeze this page; downloading it does not.
      </Notice>
    );
  }
  return (
    <div className="flex max-h-[32rem] items-center justify-center overflow-hidden rounded-md border border-border bg-[repeating-conic-gradient(var(--raised)_0_25%,var(--surface)_0_50%)] bg-size-[16px_16px]">
      {url ? (
        // biome-ignore lint/performance/noImgElement: bytes from the directory, checked in this browser
        <img
          src={url}
          alt={file.title}
          onError={() => setBroken(true)}
          className="max-h-[32rem] object-contain"
        />
      ) : null}
    </div>
  );
}

/** A document may hold scripts and forms, and browsers show it by a plugin, which this page forbids. */
function PdfNote({ file }: { file: ResultFile }) {
  const version = pdfVersionOf(file.bytes);
  return (
    <Notice title={version ? `A PDF document (version ${version})` : 'Named a PDF, but it is none'}>
      {version
        ? 'Documents can hold scripts and forms, so this page does not open them. Download it and open it in a reader that you trust.'
        : 'Its first bytes are not those of a PDF. Be careful with what you open it.'}
    </Notice>
  );
}
