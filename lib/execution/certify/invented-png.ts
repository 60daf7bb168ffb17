import type { SeededChoices } from './seeded-choices';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bits a sample, RGB, and the only ways there are to compress, filter and interlace. */
const HEADER_END = [8, 2, 0, 0, 0];
const ZLIB_HEAD = [0x78, 0x01];
const LONGEST_STORED = 65_535;
const ADLER_MODULUS = 65_521;
const LEAST_SIDE = 8;
const SIDES = 89;

/**
 * A valid picture of 8 to 96 pixels a side: a slope of colours with noise on it. Its bytes are not
 * compressed, so that they are the same whichever zlib is at hand (PNG, RFC 2083; RFC 1950, 1951).
 */
export function inventedPng(choices: SeededChoices): Uint8Array {
  const width = LEAST_SIDE + choices.below(SIDES);
  const height = LEAST_SIDE + choices.below(SIDES);
  const slopes = [0, 1, 2].map(() => [choices.below(7) - 3, choices.below(7) - 3] as const);
  const base = choices.bytes(3);
  const noise = choices.bytes(width * height * 3);
  const spread = choices.pick([1, 8, 64]);
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const [channel, [across, down]] of slopes.entries()) {
        const grain = noise[(y * width + x) * 3 + channel]! % spread;
        const at = y * (1 + width * 3) + 1 + x * 3 + channel;
        rows[at] = Math.min(255, Math.max(0, base[channel]! + across * x + down * y + grain));
      }
    }
  }
  return Uint8Array.from([
    ...SIGNATURE,
    ...chunk('IHDR', [...u32(width), ...u32(height), ...HEADER_END]),
    ...chunk('IDAT', stored(rows)),
    ...chunk('IEND', []),
  ]);
}

const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  return [...u32(data.length), ...body, ...u32(crc32(body))];
}

/** A zlib stream of stored blocks. */
function stored(bytes: Uint8Array): number[] {
  const blocks: number[] = [];
  for (let at = 0; at < bytes.length; at += LONGEST_STORED) {
    const block = bytes.subarray(at, at + LONGEST_STORED);
    const isLast = at + LONGEST_STORED >= bytes.length;
    const size = [block.length & 0xff, block.length >> 8];
    blocks.push(isLast ? 1 : 0, ...size, ...size.map((byte) => byte ^ 0xff), ...block);
  }
  return [...ZLIB_HEAD, ...blocks, ...u32(adler32(bytes))];
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % ADLER_MODULUS;
    high = (high + low) % ADLER_MODULUS;
  }
  return high * 65_536 + low;
}

function crc32(bytes: readonly number[]): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
