import type { DraftOutput } from './module-draft';

type Kind = DraftOutput['kind'];

/** What files are by their ending. */
const TYPES: Readonly<Record<string, readonly [Kind, string]>> = {
  txt: ['text', 'text/plain'],
  md: ['text', 'text/markdown'],
  json: ['text', 'application/json'],
  html: ['file', 'text/html'],
  csv: ['table', 'text/csv'],
  tsv: ['table', 'text/tab-separated-values'],
  png: ['image', 'image/png'],
  jpg: ['image', 'image/jpeg'],
  jpeg: ['image', 'image/jpeg'],
  gif: ['image', 'image/gif'],
  bmp: ['image', 'image/bmp'],
  svg: ['image', 'image/svg+xml'],
  webp: ['image', 'image/webp'],
  wav: ['audio', 'audio/wav'],
  sqlite: ['file', 'application/vnd.sqlite3'],
  pdf: ['file', 'application/pdf'],
};

/** Outputs of a manifest, guessed from what a run made; stderr is for complaints. */
export function inferOutputs(
  made: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): DraftOutput[] {
  return made
    .filter(({ path, bytes }) => bytes.length > 0 && path !== 'stderr')
    .slice(0, 50)
    .map(({ path, bytes }) => {
      const [kind, mediaType] = path === 'stdout' ? stdoutType(bytes) : typeOf(path);
      return { path, kind, mediaType, title: titleOf(path) };
    });
}

function typeOf(path: string): readonly [Kind, string] {
  const ending = path.split('.').at(-1)?.toLowerCase() ?? '';
  return TYPES[ending] ?? ['file', 'application/octet-stream'];
}

function stdoutType(bytes: Uint8Array): readonly [Kind, string] {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return ['text', 'text/plain'];
  } catch {
    return ['file', 'application/octet-stream'];
  }
}

function titleOf(path: string): string {
  if (path === 'stdout') return 'What it printed';
  const words = (path.split('/').at(-1) ?? path).replace(/\.[^.]*$/, '').replace(/[_-]+/g, ' ');
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 100) || path.slice(0, 100);
}
