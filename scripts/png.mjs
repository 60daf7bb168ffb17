// Just enough PNG (8 bits, RGB or RGBA, not interlaced) to put two pictures side by side.
import { deflateSync, inflateSync, crc32 as zlibCrc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function crc32(bytes) {
  if (zlibCrc32) return zlibCrc32(bytes); // Node 22 and later
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function* chunksOf(png) {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const size = png.readUInt32BE(at);
    yield {
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + size),
    };
    at += 12 + size;
  }
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** { width, height, rgb, alpha } of a PNG; alpha is null where it has none. */
export function decodePng(bytes) {
  const png = Buffer.from(bytes);
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === 'IHDR').data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[header[9]];
  if (header[8] !== 8 || !channels || header[12] !== 0) throw new Error('only 8-bit RGB and RGBA');
  const raw = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((c) => c.data)),
  );
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? pixels[at - channels] : 0;
      const up = y > 0 ? pixels[at - stride] : 0;
      const corner = x >= channels && y > 0 ? pixels[at - stride - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  const rgb = Buffer.alloc(width * height * 3);
  const alpha = channels === 4 ? Buffer.alloc(width * height) : null;
  for (let i = 0; i < width * height; i++) {
    pixels.copy(rgb, i * 3, i * channels, i * channels + 3);
    if (alpha) alpha[i] = pixels[i * 4 + 3];
  }
  return { width, height, rgb, alpha };
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PNG of { width, height, rgb }. */
export function encodePng({ width, height, rgb }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    // Filter 1: each byte minus the one a pixel to its left.
    const row = y * (width * 3 + 1);
    rows[row] = 1;
    for (let x = 0; x < width * 3; x++) {
      const at = y * width * 3 + x;
      rows[row + 1 + x] = rgb[at] - (x >= 3 ? rgb[at - 3] : 0);
    }
  }
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}

/** A square cut out at (left, top) with `side`, every pixel `times` times. */
export function enlargedCut(picture, left, top, side, times) {
  const size = side * times;
  const rgb = Buffer.alloc(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = (top + Math.floor(y / times)) * picture.width + left + Math.floor(x / times);
      picture.rgb.copy(rgb, (y * size + x) * 3, from * 3, from * 3 + 3);
    }
  }
  return { width: size, height: size, rgb };
}

/** Two pictures of equal height with a white line between them. */
export function sideBySide(a, b, gap) {
  const width = a.width + gap + b.width;
  const rgb = Buffer.alloc(width * a.height * 3, 255);
  for (let y = 0; y < a.height; y++) {
    a.rgb.copy(rgb, y * width * 3, y * a.width * 3, (y + 1) * a.width * 3);
    b.rgb.copy(rgb, (y * width + a.width + gap) * 3, y * b.width * 3, (y + 1) * b.width * 3);
  }
  return { width, height: a.height, rgb };
}
