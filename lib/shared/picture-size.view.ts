import { boxedPictureSize } from './boxed-picture-size';
import { iconSize } from './icon-size';
import type { PictureSize } from './picture-size';

/**
 * What a picture's header says of its size; undefined where it is none of PNG, GIF, JPEG, WebP, BMP, ICO,
 * AVIF and HEIC, or is not written as these are. A few hundred bytes can unfold to gigabytes of pixels, so
 * this is asked before a browser draws it. Browsers go by a picture's bytes, whatever its type. (PNG 3rd
 * ed. 11.2.1, GIF89a 18 and 20, ITU T.81 B.2.2, RFC 9649, BITMAPINFOHEADER.)
 */
export function pictureSizeOf(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) === 0xffd8) return jpegSize(view);
    if (hasText(bytes, 1, 'PNG')) return pngSize(bytes, view);
    if (hasText(bytes, 0, 'GIF8')) return gifSize(view);
    if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP')) return webpSize(bytes, view);
    if (hasText(bytes, 0, '\0\0\x01\0') || hasText(bytes, 0, '\0\0\x02\0')) {
      return iconSize(view, (at) => pngSize(bytes, view, at));
    }
    if (hasText(bytes, 0, 'BM')) return bmpSize(view);
    return hasText(bytes, 4, 'ftyp') ? boxedPictureSize(view) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the header ends before it says it
    throw error;
  }
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0));
}

function pngSize(bytes: Uint8Array, view: DataView, at = 0): PictureSize | undefined {
  if (!hasText(bytes, at + 1, 'PNG\r\n\x1a\n') || !hasText(bytes, at + 12, 'IHDR'))
    return undefined;
  return { width: view.getUint32(at + 16), height: view.getUint32(at + 20) };
}

/** Browsers widen the screen where the first picture on it is larger. */
function gifSize(view: DataView): PictureSize | undefined {
  const tableAt = (at: number) => {
    const flags = view.getUint8(at);
    return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
  };
  let at = 13 + tableAt(10);
  while (view.getUint8(at) === 0x21) {
    at += 2;
    for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
    at += 1;
  }
  if (view.getUint8(at) !== 0x2c) return undefined;
  const side = (screen: number, from: number) =>
    Math.max(
      view.getUint16(screen, true),
      view.getUint16(at + from, true) + view.getUint16(at + from + 4, true),
    );
  return { width: side(6, 1), height: side(8, 3) };
}

/**
 * Of the first frame header: any of SOF0 to SOF15 but DHT, JPG and DAC. Before a marker there may be any
 * number of 0xff, and RST, SOI, EOI and TEM have no length: a decoder reads on behind them, so must this.
 */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd9)) {
      if (marker === 0 || marker >= 0xd8) return undefined;
      at += 2;
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else {
      at += 2 + Math.max(2, view.getUint16(at + 2));
    }
  }
  return undefined;
}

/** Lines from the top down have a negative height; the oldest header has shorter numbers. */
function bmpSize(view: DataView): PictureSize {
  if (view.getUint32(14, true) === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

function webpSize(bytes: Uint8Array, view: DataView): PictureSize | undefined {
  if (hasText(bytes, 12, 'VP8X')) {
    const sizeAt = (at: number) => 1 + view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
    return { width: sizeAt(24), height: sizeAt(27) };
  }
  if (hasText(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (!hasText(bytes, 12, 'VP8 ')) return undefined;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}
