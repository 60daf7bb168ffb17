import type { PictureSize } from '@/lib/shared/picture-size';
import { pictureSizeOf } from '@/lib/shared/picture-size.view';
import { formatCount } from '@/lib/shared/quantity.view';
import type { ResultFile } from './result-files';

/** As many pixels as a large photograph has; each takes four bytes once it is drawn. */
const MOST_PIXELS = 64_000_000;
const MOST_SVG_BYTES = 1_000_000;
/** What makes a short drawing long: copies of copies, entities, tiles and filters of everything. */
const UNFOLDS =
  /<!ENTITY|<(?:[^\s<>:]+:)?(?:use|pattern|filter|image|feImage|foreignObject|style)[\s/>]/i;
/** Characters of another coding than UTF-8 may be other ones to a browser than are looked for here. */
const OTHER_CODING = /^\s*<\?xml[^>]*\sencoding\s*=(?!\s*["']utf-?8["'])/i;

/**
 * Why a picture is not drawn by itself; undefined for one that may be. It is a program's output, so
 * its bytes may be meant to choke whoever draws them.
 */
export function drawingProblem({ bytes, mediaType }: ResultFile): string | undefined {
  // Browsers draw a picture of another kind by its bytes, also where it is called a drawing.
  if (mediaType === 'image/svg+xml' && !pictureSizeOf(bytes)) {
    if (bytes.length > MOST_SVG_BYTES) return 'The drawing is long.';
    const text = new TextDecoder().decode(bytes);
    if (OTHER_CODING.test(text) || text.includes('\0')) return 'The drawing is not UTF-8 text.';
    return UNFOLDS.test(text)
      ? 'The drawing has parts that can unfold to more than a browser can draw.'
      : undefined;
  }
  const size = pictureSizeOf(bytes);
  if (!size) return 'This page cannot tell how large the picture is.';
  if (size.width * size.height <= MOST_PIXELS) return undefined;
  return `The picture says that it has ${pixelWords(size)} pixels.`;
}

export const pixelWords = ({ width, height }: PictureSize): string =>
  `${formatCount(width)} × ${formatCount(height)}`;

/** The type under which a file's bytes are handed to the browser: what could run says nothing. */
export function safeMediaType({ kind, mediaType }: ResultFile): string {
  const isShown =
    (kind === 'image' && mediaType.startsWith('image/')) ||
    (kind === 'audio' && mediaType.startsWith('audio/'));
  return isShown ? mediaType : 'application/octet-stream';
}
