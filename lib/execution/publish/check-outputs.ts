import type { Manifest } from '@/lib/modules/manifest';
import type { Execution } from '../execution';
import { PublicationRefused } from './publication-refused';

const MIB = 1024 * 1024;
const MOST_WORDS = 600;

/**
 * Holds a run of the example against what the manifest says that it makes: it must end well, and
 * each output must be there and be of its kind.
 *
 * @throws PublicationRefused
 */
export function checkOutputs(manifest: Manifest, run: Execution, what: string): void {
  checkEnd(manifest, run, what);
  for (const { path, kind, mediaType } of manifest.outputs) {
    const bytes = run.outputs.find((output) => output.path === path)?.bytes;
    if (bytes === undefined || bytes.length === 0) {
      const made = run.outputs.filter((output) => output.bytes.length > 0).map(({ path }) => path);
      throw new PublicationRefused(
        'false-outputs',
        `The manifest promises ${path}, but ${what} does not make it.`,
        `It makes ${made.length > 0 ? made.slice(0, 8).join(', ') : 'nothing'}. Correct outputs, or the program.`,
      );
    }
    const seen = problemOf(kind, mediaType, bytes);
    if (seen === undefined) continue;
    throw new PublicationRefused(
      'false-outputs',
      `The manifest says that ${path} is ${kind} of type ${mediaType}, but ${seen}.`,
      'Correct kind and mediaType, or the program.',
    );
  }
}

function checkEnd({ resources, fuelLimit }: Manifest, run: Execution, what: string): void {
  const { status, exitCode } = run;
  if (status === 'completed' && exitCode === 0) return;
  const words = wordsOf(run);
  const said = words === '' ? '' : ` It said: ${words}`;
  const failed = (why: string, hint: string) =>
    new PublicationRefused('example-failed', `${what} ${why}.${said}`, hint);
  switch (status) {
    case 'completed':
      throw failed(`ends with exit code ${exitCode}`, 'Exit code 0 is success: correct it.');
    case 'fuel-exhausted':
      throw failed(
        `uses up its ${fuelLimit} units of fuel`,
        'Raise fuelLimit, or choose a smaller example.',
      );
    case 'memory-exceeded':
      throw failed(
        `needs more memory than the ${resources.memoryMiB} MiB that the manifest says`,
        'Raise resources.memoryMiB.',
      );
    case 'output-exceeded':
      throw failed(
        `writes more than the ${resources.storageMiB} MiB that the manifest says`,
        'Raise resources.storageMiB, or write less.',
      );
    case 'trapped':
      throw failed('traps', 'Out of bounds, a division by zero, too deep a recursion, or abort().');
    case 'bad-input':
      throw failed('is refused by the engine', 'See docs/engine.md.');
  }
}

function wordsOf({ outputs }: Execution): string {
  const bytes = outputs.find(({ path }) => path === 'stderr')?.bytes ?? new Uint8Array(0);
  const text = new TextDecoder().decode(bytes.slice(-MOST_WORDS));
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('\ufffd', '')
    .trim();
}

type Kind = Manifest['outputs'][number]['kind'];

const starts = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte);
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** How files of these types begin: the public signatures of each format. */
const SIGNATURES: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = {
  'image/png': (bytes) => starts(bytes, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]),
  'image/jpeg': (bytes) => starts(bytes, [0xff, 0xd8, 0xff]),
  'image/gif': (bytes) => starts(bytes, ascii('GIF8')),
  'image/bmp': (bytes) => starts(bytes, ascii('BM')),
  'image/webp': (bytes) => starts(bytes, ascii('RIFF')) && starts(bytes, ascii('WEBP'), 8),
  'audio/wav': (bytes) => starts(bytes, ascii('RIFF')) && starts(bytes, ascii('WAVE'), 8),
  'audio/x-wav': (bytes) => starts(bytes, ascii('RIFF')) && starts(bytes, ascii('WAVE'), 8),
  'application/pdf': (bytes) => starts(bytes, ascii('%PDF-')),
  'application/gzip': (bytes) => starts(bytes, [0x1f, 0x8b]),
  'application/zip': (bytes) => starts(bytes, ascii('PK')),
  'application/vnd.sqlite3': (bytes) => starts(bytes, ascii('SQLite format 3\0')),
};

const FAMILY: Readonly<Partial<Record<Kind, RegExp>>> = {
  text: /^(text\/|application\/(json|xml))/,
  table: /^(text\/(csv|tab-separated-values)|application\/json)/,
  image: /^image\//,
  audio: /^audio\//,
};

/** What is wrong with an output of this kind, in words; undefined where nothing is. */
function problemOf(kind: Kind, mediaType: string, bytes: Uint8Array): string | undefined {
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (FAMILY[kind]?.test(type) === false) return `${type} is no type of ${kind}`;
  const hasSignature = SIGNATURES[type];
  if (hasSignature !== undefined && !hasSignature(bytes)) return `its bytes are not ${type}`;
  const isText = /^text\/|[/+](json|xml)$/.test(type) || kind === 'text' || kind === 'table';
  if (!isText) return undefined;
  if (bytes.length > 64 * MIB) return 'it is too large to be read as text';
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'it is not text in UTF-8';
  }
  if (type === 'image/svg+xml' && !/<svg[\s>]/.test(text.slice(0, 4_096))) return 'it is no SVG';
  if (!/[/+]json$/.test(type)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'it is not JSON';
  }
}
