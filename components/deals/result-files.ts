import type { Manifest } from '@/lib/modules/manifest';
import { nameWithoutMarks, plainName } from '@/lib/shared/plain-name.view';
import { drawnByBytes } from './magic-bytes';

export type OutputKind = Manifest['outputs'][number]['kind'];

/** One output of a run, ready to be shown. */
export interface ResultFile {
  path: string;
  bytes: Uint8Array;
  kind: OutputKind;
  mediaType: string;
  title: string;
}

interface OutputSpec {
  path: string;
  kind: OutputKind;
  mediaType?: string | undefined;
  title?: string | undefined;
}

const HIDDEN = new Set(['result.json']);

/**
 * A result folder's files in the order of the manifest's outputs; what the manifest does not name
 * comes after, by kind and then by path, and empty files are left out.
 */
export function resultFilesOf(
  files: ReadonlyMap<string, Uint8Array>,
  outputs: readonly OutputSpec[],
): ResultFile[] {
  const named = outputs.flatMap((output) => {
    const path = files.has(output.path) ? output.path : `out/${output.path}`;
    const bytes = files.get(path);
    return bytes ? [fileOf(path, bytes, output)] : [];
  });
  const seen = new Set(named.map(({ path }) => path));
  const others = [...files]
    .filter(([path, bytes]) => !seen.has(path) && !HIDDEN.has(path) && bytes.length > 0)
    .map(([path, bytes]) => fileOf(path, bytes, undefined))
    .sort((a, b) => rankOf(a) - rankOf(b) || comparePaths(a, b));
  return [...named, ...others];
}

const TEXT = ['text', 'text/plain'] as const;
const FILE = ['file', 'application/octet-stream'] as const;

/** How texts, tables and drawings are shown that a manifest does not name, by the ending of their names. */
const KINDS = new Map<string, readonly [OutputKind, string]>([
  ['csv', ['table', 'text/csv']],
  ['txt', TEXT],
  ['log', TEXT],
  ['md', TEXT],
  // Its source: no page of anybody's is drawn.
  ['html', TEXT],
  ['json', ['text', 'application/json']],
  ['svg', ['image', 'image/svg+xml']],
  ['pdf', ['file', 'application/pdf']],
]);

const STREAMS = new Map([
  ['stdout', 'Output'],
  ['stderr', 'Messages'],
]);

/** What a page draws comes before what it can only quote or name: of many files the first are shown. */
const RANKS = new Map<string, number>(
  ['table', 'image', 'application/json', 'audio', 'application/pdf', 'text'].map((kind, rank) => [
    kind,
    rank,
  ]),
);

/** What the program itself said stays first: it is one file or two, and says what the others are. */
function rankOf({ path, kind, mediaType }: ResultFile): number {
  if (STREAMS.has(path)) return -1;
  return RANKS.get(mediaType) ?? RANKS.get(kind) ?? RANKS.size;
}

function comparePaths(a: ResultFile, b: ResultFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function guessOf(path: string, bytes: Uint8Array): readonly [OutputKind, string] {
  const ending = (path.split('.').at(-1) ?? '').toLowerCase();
  return drawnByBytes(path, bytes) ?? KINDS.get(ending) ?? FILE;
}

function fileOf(path: string, bytes: Uint8Array, output: OutputSpec | undefined): ResultFile {
  const [kind, mediaType] = STREAMS.has(path) ? TEXT : guessOf(path, bytes);
  return {
    path,
    bytes,
    kind: output?.kind ?? kind,
    mediaType: output?.mediaType ?? mediaType,
    title: output?.title ?? STREAMS.get(path) ?? plainName(path),
  };
}

export function isPdf({ mediaType }: ResultFile): boolean {
  return mediaType === 'application/pdf';
}

/** "1.7" of a PDF's first bytes (ISO 32000-2, 7.5.2); undefined for anything else. */
export function pdfVersionOf(bytes: Uint8Array): string | undefined {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 16));
  return /^%PDF-(\d\.\d)/.exec(beginning)?.[1];
}

/** The last part of a path, without the marks that make a name read backwards. */
export function downloadName(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  return nameWithoutMarks(name) || 'file';
}
