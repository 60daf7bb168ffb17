import { expect, it } from 'vitest';
import { pictureSizeOf } from './picture-size.view';

const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((char) => char.charCodeAt(0)) : part,
    ),
  );

it('reads the size of a picture from its header alone', () => {
  const png = bytesOf([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 1, 0, 0], [0, 0, 2, 3]);
  expect(pictureSizeOf(png)).toEqual({ width: 65_536, height: 515 });
  const gif = (...rest: number[]) =>
    bytesOf(
      'GIF89a',
      [4, 1],
      [2, 0],
      [0x80, 0, 0],
      [...'colour'].map(() => 0),
      rest,
    );
  expect(pictureSizeOf(gif(0x2c, 0, 0, 0, 0, 4, 1, 2, 0))).toEqual({ width: 260, height: 2 });
  const jpeg = bytesOf(
    [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
    [0xff, 0xc4, 0, 2],
    [0xff, 0xc2, 0, 17, 8, 1, 2, 3, 4],
  );
  expect(pictureSizeOf(jpeg)).toEqual({ width: 0x304, height: 0x102 });
  const riff = (kind: string, ...data: number[]) =>
    bytesOf('RIFF', [0, 0, 0, 0], 'WEBP', kind, [0, 0, 0, 0], data);
  expect(pictureSizeOf(riff('VP8X', 0, 0, 0, 0, 9, 0, 1, 4, 0, 0))).toEqual({
    width: 65_546,
    height: 5,
  });
  expect(pictureSizeOf(riff('VP8L', 0x2f, 0x03, 0x40, 0, 0))).toEqual({ width: 4, height: 2 });
  expect(pictureSizeOf(riff('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 8, 0, 6, 0))).toEqual({
    width: 8,
    height: 6,
  });
});

it('reads the size at which a GIF is drawn: of its first picture, where that is larger', () => {
  const comment = [0x21, 0xfe, 2, 0x2c, 0x2c, 1, 0x2c, 0];
  const gif = bytesOf(
    'GIF89a',
    [1, 0],
    [1, 0],
    [0, 0, 0],
    comment,
    [0x2c, 1, 0, 0, 0, 0, 0xff, 9, 0],
  );
  expect(pictureSizeOf(gif)).toEqual({ width: 0xff01, height: 9 });
  expect(pictureSizeOf(gif.subarray(0, -1))).toBeUndefined();
});

it('reads the frame of a JPEG that a decoder finds, not one behind a false length', () => {
  const tiny = [0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1];
  const frame = [0xff, 0xc0, 0, 3, 8, 0xff, 0xff, 0xff, 0xff];
  for (const before of [[0xff], [0xff, 0xff], [0xff, 0xd0], [0xff, 0x01]]) {
    const jpeg = bytesOf([0xff, 0xd8], before, frame, Array<number>(50_000).fill(0xff), tiny);
    expect(pictureSizeOf(jpeg)).toEqual({ width: 0xffff, height: 0xffff });
  }
  for (const before of [[0xff, 0x00, 0, 4, 1, 1], [0xff, 0xd8, 0, 4, 1, 1], [1]]) {
    expect(pictureSizeOf(bytesOf([0xff, 0xd8], before, tiny))).toBeUndefined();
  }
});

it('reads the largest picture of an icon, whatever its directory says', () => {
  const png = bytesOf(
    [0x89],
    'PNG\r\n\x1a\n',
    [0, 0, 0, 13],
    'IHDR',
    [0, 0, 0x80, 0],
    [0, 0, 0, 9],
  );
  const bitmap = [40, 0, 0, 0, 32, 0, 0, 0, 64, 0, 0, 0];
  const entry = (at: number) => [16, 16, 0, 0, 1, 0, 32, 0, 9, 9, 0, 0, at, 0, 0, 0];
  for (const kind of [1, 2]) {
    const icon = (...entries: number[][]) => [0, 0, kind, 0, entries.length, 0, ...entries.flat()];
    expect(pictureSizeOf(bytesOf(icon(entry(22)), bitmap))).toEqual({ width: 32, height: 32 });
    expect(pictureSizeOf(bytesOf(icon(entry(38), entry(50)), bitmap, [...png]))).toEqual({
      width: 32_768,
      height: 9,
    });
    expect(pictureSizeOf(bytesOf(icon(entry(99)), bitmap))).toBeUndefined();
    expect(pictureSizeOf(bytesOf(icon()))).toBeUndefined();
  }
});

it('reads the largest size that an AVIF names, of one picture or of a sequence', () => {
  const four = (value: number) => [
    value >>> 24,
    (value >> 16) & 255,
    (value >> 8) & 255,
    value & 255,
  ];
  const box = (type: string, ...inside: number[][]): number[] => {
    const data = inside.flat();
    return [...four(data.length + 8), ...bytesOf(type), ...data];
  };
  const start = box('ftyp', [...bytesOf('avif')], four(0));
  const ispe = (width: number, height: number) => box('ispe', four(0), four(width), four(height));
  const avif = (...properties: number[][]) =>
    Uint8Array.from([
      ...start,
      ...box('meta', four(0), box('hdlr', four(0)), box('iprp', box('ipco', ...properties))),
      ...box('mdat', four(1)),
    ]);
  expect(pictureSizeOf(avif(ispe(8, 6)))).toEqual({ width: 8, height: 6 });
  expect(pictureSizeOf(avif(box('av1C', four(0)), ispe(64, 64), ispe(70_000, 65_536)))).toEqual({
    width: 70_000,
    height: 65_536,
  });
  const sample = box('av01', Array<number>(24).fill(0), [0x40, 0, 0x20, 0], four(0));
  const track = box('stbl', box('stsd', four(0), four(1), sample));
  const sequence = box('moov', box('trak', box('mdia', box('minf', track))));
  expect(pictureSizeOf(Uint8Array.from([...start, ...sequence]))).toEqual({
    width: 0x4000,
    height: 0x2000,
  });
  expect(pictureSizeOf(avif())).toBeUndefined();
  const endless = Array.from({ length: 10_001 }, () => box('free'));
  expect(pictureSizeOf(avif(ispe(8, 6), ...endless))).toBeUndefined();
  expect(pictureSizeOf(avif(ispe(8, 6)).subarray(0, -1))).toBeUndefined();
  expect(
    pictureSizeOf(Uint8Array.from([...start, ...four(4), ...bytesOf('meta')])),
  ).toBeUndefined();
});

it('reads the size of a BMP, whichever way its lines go', () => {
  const bmp = (...header: number[]) => bytesOf('BM', Array<number>(12).fill(0), header);
  const wide = [0x80, 0x3e, 0, 0];
  expect(pictureSizeOf(bmp(40, 0, 0, 0, ...wide, 5, 0, 0, 0))).toEqual({
    width: 16_000,
    height: 5,
  });
  expect(pictureSizeOf(bmp(40, 0, 0, 0, ...wide, 0xfb, 0xff, 0xff, 0xff))?.height).toBe(5);
  expect(pictureSizeOf(bmp(12, 0, 0, 0, 7, 0, 9, 0))).toEqual({ width: 7, height: 9 });
  expect(pictureSizeOf(bmp(40, 0, 0, 0))).toBeUndefined();
});

it('says nothing of what is no picture, of a kind that it does not read, or ends too early', () => {
  expect(pictureSizeOf(bytesOf([0xff, 0x0a, 0xfa, 0x1f, 0x41, 0x91]))).toBeUndefined();
  expect(
    pictureSizeOf(bytesOf([0, 0, 0, 12], 'JXL \r\n\x87\n', [0, 0, 0, 20], 'ftypjxl ')),
  ).toBeUndefined();
  expect(pictureSizeOf(bytesOf('II*\0', [8, 0, 0, 0, 0, 0, 0, 0, 0, 0]))).toBeUndefined();
  expect(pictureSizeOf(bytesOf('<svg/>'))).toBeUndefined();
  expect(pictureSizeOf(bytesOf([0x89], 'PNG'))).toBeUndefined();
  expect(pictureSizeOf(bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toBeUndefined();
  expect(pictureSizeOf(new Uint8Array())).toBeUndefined();
});
