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
  expect(pictureSizeOf(bytesOf('GIF89a', [4, 1], [2, 0]))).toEqual({ width: 260, height: 2 });
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

it('says nothing of what is no picture, or ends too early', () => {
  expect(pictureSizeOf(bytesOf('<svg/>'))).toBeUndefined();
  expect(pictureSizeOf(bytesOf([0x89], 'PNG'))).toBeUndefined();
  expect(pictureSizeOf(bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toBeUndefined();
  expect(pictureSizeOf(new Uint8Array())).toBeUndefined();
});
