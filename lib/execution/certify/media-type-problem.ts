const SEEN_BYTES = 4_096;
const MIB = 1024 * 1024;
/** More is not read: whoever asks answers others as well. */
const MOST_TEXT = 64 * MIB;
const MOST_JSON = 16 * MIB;

const starts =
  (...text: readonly string[]) =>
  (head: string): boolean =>
    text.some((one) => head.startsWith(one));

const isRiff =
  (form: string) =>
  (head: string): boolean =>
    head.startsWith('RIFF') && head.slice(8, 12) === form;

const isWave = isRiff('WAVE');
const isXml = (head: string): boolean => /^(\xef\xbb\xbf)?\s*</.test(head);
const isSvg = (head: string): boolean => isXml(head) && head.includes('<svg');
const isMpeg = (head: string): boolean => /^(ID3|\xff[\xe0-\xff])/.test(head);

/** What the first bytes, read as Latin-1, are of a type that can be told by them. */
const HEADS: ReadonlyMap<string, (head: string) => boolean> = new Map([
  ['image/png', starts('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', starts('\xff\xd8\xff')],
  ['image/gif', starts('GIF87a', 'GIF89a')],
  ['image/bmp', starts('BM')],
  ['image/webp', isRiff('WEBP')],
  ['image/svg+xml', isSvg],
  ['audio/wav', isWave],
  ['audio/x-wav', isWave],
  ['audio/mpeg', isMpeg],
  ['audio/ogg', starts('OggS')],
  ['audio/flac', starts('fLaC')],
  ['application/pdf', starts('%PDF-')],
  ['application/zip', starts('PK\x03\x04', 'PK\x05\x06')],
  ['application/gzip', starts('\x1f\x8b')],
  ['application/wasm', starts('\0asm')],
  ['application/vnd.sqlite3', starts('SQLite format 3\0')],
]);

/**
 * Why bytes cannot be of a media type; undefined where they can, or where nothing is known of the
 * type: text must be UTF-8 without NUL, JSON must be JSON, and pictures, sounds and archives begin
 * as their formats say.
 *
 * @param mediaType with or without parameters
 */
export function mediaTypeProblem(mediaType: string, bytes: Uint8Array): string | undefined {
  const type = mediaType.split(';')[0]!.trim().toLowerCase();
  const isHead = HEADS.get(type);
  if (isHead !== undefined) {
    const head = String.fromCharCode(...bytes.subarray(0, SEEN_BYTES));
    return isHead(head) ? undefined : `does not begin as ${type} does`;
  }
  const isJson = type === 'application/json' || type.endsWith('+json');
  if (!isJson && !type.startsWith('text/')) return undefined;
  const most = isJson ? MOST_JSON : MOST_TEXT;
  if (bytes.length > most) return `has more than the ${most / MIB} MiB of ${type} that are read`;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `is not UTF-8, as ${type} must be`;
  }
  if (!isJson) return text.includes('\0') ? `holds NUL bytes: it is not ${type}` : undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'is not JSON';
  }
}
