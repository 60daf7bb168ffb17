import type { OutputKind } from './result-files';

type Drawn = readonly [kind: OutputKind, mediaType: string];

/** What begins like this is a picture or a sound that browsers decode, and nothing that runs. */
const BEGINNINGS: readonly (readonly [at: number, text: string, drawn: Drawn])[] = [
  [0, '\x89PNG\r\n\x1a\n', ['image', 'image/png']],
  [0, '\xff\xd8\xff', ['image', 'image/jpeg']],
  [0, 'GIF87a', ['image', 'image/gif']],
  [0, 'GIF89a', ['image', 'image/gif']],
  [8, 'WEBP', ['image', 'image/webp']],
  [8, 'WAVE', ['audio', 'audio/wav']],
  [0, 'OggS', ['audio', 'audio/ogg']],
  [0, 'ID3', ['audio', 'audio/mpeg']],
];

/**
 * How a file is drawn that no manifest names, by its first bytes: its name is a program's word. An MP3
 * may begin with a frame of two bytes that much else begins with, so only there the name counts, too.
 */
export function drawnByBytes(path: string, bytes: Uint8Array): Drawn | undefined {
  const beginning = String.fromCharCode(...bytes.subarray(0, 12));
  for (const [at, text, drawn] of BEGINNINGS) {
    if (at > 0 && !beginning.startsWith('RIFF')) continue;
    if (beginning.startsWith(text, at)) return drawn;
  }
  const isFrame = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0;
  return isFrame && /\.mp3$/i.test(path) ? ['audio', 'audio/mpeg'] : undefined;
}
