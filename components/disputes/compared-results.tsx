'use client';

import { Download } from 'lucide-react';
import { equals } from 'multiformats/bytes';
import { useMemo, useState } from 'react';
import { drawingProblem, safeMediaType } from '@/components/deals/drawable';
import { downloadName, type ResultFile, resultFilesOf } from '@/components/deals/result-files';
import type { OpenedResult } from '@/components/deals/result-gate';
import { buttonClass } from '@/components/ui/button';
import { StateChip } from '@/components/ui/state-chip';
import { useObjectUrl } from '@/components/ui/use-object-url';
import { firstDifference } from '@/lib/execution/first-difference';
import { plainName } from '@/lib/shared/plain-name.view';
import { formatBytes, formatCount } from '@/lib/shared/quantity.view';
import { jsonTextsOf } from './json-texts';
import { type ComparedLine, comparedLines } from './line-changes';
import { PictureDifference } from './picture-difference';

/** Texts longer than this are not compared line by line: results may be hostile. */
const MAX_TEXT_BYTES = 100_000;
const MAX_LINES = 400;
const MAX_FILES = 30;

type ComparedFiles = Pick<OpenedResult, 'files'>;

interface ComparedProps {
  theirs: ComparedFiles;
  found: ComparedFiles;
}

/** Two results, file by file, and the lines that differ. */
export function ComparedResults({ theirs, found }: ComparedProps) {
  const pairs = useMemo(() => pairsOf(theirs, found), [theirs, found]);
  const different = pairs.filter(({ isSame }) => !isSame);
  return (
    <div className="flex flex-col gap-5">
      <p>
        {different.length === 0
          ? `All ${formatCount(pairs.length)} outputs of provider and mediator are the same, byte for byte.`
          : `${formatCount(different.length)} of ${formatCount(pairs.length)} outputs differ.`}
      </p>
      {different.slice(0, MAX_FILES).map((pair) => (
        <section key={pair.path} aria-label={pair.path} className="flex min-w-0 flex-col gap-2">
          <h3 className="flex flex-wrap items-center gap-2 text-sm">
            <bdi className="wrap-anywhere">{plainName(pair.path)}</bdi>
            <StateChip tone="wrong" size="sm">
              differs
            </StateChip>
          </h3>
          <Pair pair={pair} />
        </section>
      ))}
      {different.length > MAX_FILES ? (
        <p className="text-muted">
          and {formatCount(different.length - MAX_FILES)} more, in the deal’s result
        </p>
      ) : null}
    </div>
  );
}

interface FilePair {
  path: string;
  theirs: ResultFile | undefined;
  found: ResultFile | undefined;
  isSame: boolean;
}

function pairsOf(theirs: ComparedFiles, found: ComparedFiles): FilePair[] {
  const byPath = ({ files }: ComparedFiles) =>
    new Map(resultFilesOf(files, []).map((file) => [file.path, file]));
  const [left, right] = [byPath(theirs), byPath(found)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((path) => {
    const [one, other] = [left.get(path), right.get(path)];
    const isSame = one !== undefined && other !== undefined && equals(one.bytes, other.bytes);
    return { path, theirs: one, found: other, isSame };
  });
}

function Pair({ pair: { theirs, found } }: { pair: FilePair }) {
  const kind = (theirs ?? found)?.kind;
  const isText = kind === 'text' || kind === 'table';
  const isSmall = [theirs, found].every((file) => (file?.bytes.length ?? 0) <= MAX_TEXT_BYTES);
  if (isText && isSmall) {
    const isJson = [theirs, found].every((file) => file?.mediaType === 'application/json');
    const Compared = isJson ? JsonPair : TextPair;
    return <Compared theirs={textOf(theirs)} found={textOf(found)} />;
  }
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Side title="Provider" file={theirs} isImage={kind === 'image'} />
        <Side title="Mediator" file={found} isImage={kind === 'image'} />
      </div>
      {theirs && found && kind === 'image' ? (
        <PictureDifference theirs={theirs} found={found} />
      ) : null}
      {theirs && found ? <DifferentBytes theirs={theirs} found={found} /> : null}
    </>
  );
}

/** Which bytes differ, for files of which nothing else can be shown. */
function DifferentBytes({ theirs, found }: { theirs: ResultFile; found: ResultFile }) {
  const words = useMemo(() => {
    const { path } = theirs;
    const part = firstDifference([theirs], [{ path, bytes: found.bytes }]);
    if (part?.kind !== 'bytes') return undefined;
    const { from, to } = part;
    return to - from === 1
      ? `Byte ${formatCount(from)} differs.`
      : `The differences are in bytes ${formatCount(from)} to ${formatCount(to - 1)}.`;
  }, [theirs, found]);
  return <p className="tabular text-muted text-xs">{words}</p>;
}

const textOf = (file: ResultFile | undefined): string => new TextDecoder().decode(file?.bytes);

interface TextPairProps {
  theirs: string;
  found: string;
}

/** JSON by its values: other spacing and another order of keys are no difference. */
function JsonPair({ theirs, found }: TextPairProps) {
  const texts = useMemo(() => jsonTextsOf(theirs, found), [theirs, found]);
  if (!texts) return <TextPair theirs={theirs} found={found} />;
  if (texts.theirs !== texts.found) return <TextPair {...texts} />;
  return (
    <>
      <p className="text-muted">
        Read as JSON both say the same: spacing, the order of keys, or the way in which texts are
        written differ.
      </p>
      <TextPair theirs={theirs} found={found} />
    </>
  );
}

function TextPair({ theirs, found }: TextPairProps) {
  const lines = useMemo(() => comparedLines(theirs, found), [theirs, found]);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label="Lines of both"
      className="max-h-96 overflow-auto rounded-md border border-border bg-background py-2 font-mono text-[0.8125rem] leading-5"
    >
      {lines.slice(0, MAX_LINES).map((line, index) => (
        <p
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place only
          key={index}
          className={`flex w-max min-w-full whitespace-pre px-3 ${LINE_LOOK[line.side]}`}
        >
          <span className="w-20 shrink-0 select-none text-muted">{LINE_WORDS[line.side]}</span>
          <LineText {...line} />
        </p>
      ))}
      {lines.length > MAX_LINES ? (
        <p className="px-3 pt-2 text-muted">Only the beginning is shown.</p>
      ) : null}
    </section>
  );
}

/** A long line is shown from a little before where it parts from the other. */
const LEAD = 24;

function LineText({ text, changed }: ComparedLine) {
  if (!changed) return text;
  const [from, to] = changed;
  const begin = from > 2 * LEAD ? from - LEAD : 0;
  return (
    <span>
      {begin > 0 ? <span className="text-muted">… </span> : null}
      {text.slice(begin, from)}
      <mark className="rounded-[2px] bg-transparent text-inherit underline decoration-2 underline-offset-2">
        {text.slice(from, to)}
      </mark>
      {text.slice(to)}
    </span>
  );
}

const LINE_LOOK: Record<string, string> = { theirs: 'bg-wrong-soft', found: 'bg-safe-soft' };
const LINE_WORDS: Record<string, string> = { theirs: 'provider', found: 'mediator' };

interface SideProps {
  title: string;
  file: ResultFile | undefined;
  isImage: boolean;
}

function Side({ title, file, isImage }: SideProps) {
  const problem = useMemo(
    () => (file && isImage ? drawingProblem(file) : undefined),
    [file, isImage],
  );
  const blob = useMemo(
    () => file && new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: safeMediaType(file) }),
    [file],
  );
  const url = useObjectUrl(blob);
  const [isBroken, setBroken] = useState(false);
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-center justify-between gap-3 pb-1.5 text-muted text-xs">
        <span>
          {title}: {file ? formatBytes(file.bytes.length) : 'no such file'}
          {isBroken ? ', which is no picture that can be drawn' : ''}
        </span>
        {file && url ? (
          <a
            href={url}
            download={downloadName(file.path)}
            aria-label={`Download ${file.title} by the ${title.toLowerCase()}`}
            className={buttonClass('ghost', 'icon', 'size-7')}
          >
            <Download aria-hidden className="size-4" />
          </a>
        ) : null}
      </figcaption>
      {problem ? (
        <p className="text-muted text-xs">{problem} It is not drawn here.</p>
      ) : isImage && url && !isBroken ? (
        // biome-ignore lint/performance/noImgElement: bytes from the directory, checked in this browser
        <img
          src={url}
          alt={`${file?.title ?? ''} by the ${title.toLowerCase()}`}
          onError={() => setBroken(true)}
          className="max-h-72 rounded-md border border-border object-contain"
        />
      ) : null}
    </figure>
  );
}
