/** Width and height in pixels. */
export type PictureSize = { readonly width: number; readonly height: number };

/**
 * What a picture's header says of its size; undefined where it is none of PNG, GIF, JPEG, WebP and BMP.
 * A few hundred bytes can unfold to gigabytes of pixels, so this is asked before a browser draws it.
 * Browsers go by a picture's bytes, whatever its type. (PNG 3rd ed. 11.2.1, GIF89a 18, ITU T.81 B.2.2,
 * RFC 9649, BITMAPINFOHEADER.)
 */
export function pictureSizeOf(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (hasText(bytes, 1, 'PNG')) {
      return { width: view.getUint32(16), height: view.getUint32(20) };
    }
    if (hasText(bytes, 0, 'GIF8')) {
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    }
    if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP')) return webpSize(bytes, view);
    if (hasText(bytes, 0, 'BM')) return bmpSize(view);
    return view.getUint16(0) === 0xffd8 ? jpegSize(view) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the header ends before it says it
    throw error;
  }
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0));
}

/** Of the first frame header: any of SOF0 to SOF15 but DHT, JPG and DAC. */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}

/** Lines from the top down have a negative height; the oldest header has shorter numbers. */
function bmpSize(view: DataView): PictureSize {
  if (view.getUint32(14, true) === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
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
