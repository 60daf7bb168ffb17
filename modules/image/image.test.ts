import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '@/scripts/png.mjs';
import { runCurated } from '../run-curated';

type Options = Record<string, string | number>;

const marbles = readFileSync('modules/image/example/marbles.jpg');

async function edit(bytes: Uint8Array, options: Options = {}) {
  const run = await runCurated(
    'image',
    { picture: 'files/picture', ...options },
    { picture: bytes },
  );
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  return run;
}

async function pixels(bytes: Uint8Array, options: Options = {}) {
  const { width, height, rgb, alpha } = decodePng(
    (await edit(bytes, options)).bytes('out/picture.png'),
  );
  const grey = (x: number, y: number) => rgb[(y * width + x) * 3]!;
  return { width, height, rgb, alpha, grey };
}

/** A grey picture from rows of values. */
function grid(rows: readonly (readonly number[])[]): Uint8Array {
  const rgb = Buffer.from(rows.flatMap((row) => row.flatMap((value) => [value, value, value])));
  return encodePng({ width: rows[0]!.length, height: rows.length, rgb });
}

const rowsOf = ({ width, height, grey }: Awaited<ReturnType<typeof pixels>>) =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => grey(x, y)));

const SIX = grid([
  [10, 20, 30],
  [40, 50, 60],
]);

describe('image', () => {
  it.each<[Options, number[][]]>([
    [
      {},
      [
        [10, 20, 30],
        [40, 50, 60],
      ],
    ],
    [
      { rotate: 90 },
      [
        [40, 10],
        [50, 20],
        [60, 30],
      ],
    ],
    [
      { rotate: 180 },
      [
        [60, 50, 40],
        [30, 20, 10],
      ],
    ],
    [
      { rotate: 270 },
      [
        [30, 60],
        [20, 50],
        [10, 40],
      ],
    ],
    [
      { flip: 'horizontal' },
      [
        [30, 20, 10],
        [60, 50, 40],
      ],
    ],
    [
      { flip: 'vertical' },
      [
        [40, 50, 60],
        [10, 20, 30],
      ],
    ],
    [
      { cropLeft: 1 },
      [
        [20, 30],
        [50, 60],
      ],
    ],
    [{ cropTop: 1, cropWidth: 2 }, [[40, 50]]],
    [{ cropLeft: 1, cropWidth: 1, rotate: 90, flip: 'horizontal' }, [[20, 50]]],
    [
      { tone: 'invert' },
      [
        [245, 235, 225],
        [215, 205, 195],
      ],
    ],
    [
      { brightness: 20 },
      [
        [61, 71, 81],
        [91, 101, 111],
      ],
    ],
  ])('%j moves and changes exactly these pixels', async (options, expected) => {
    expect(rowsOf(await pixels(SIX, options))).toEqual(expected);
  });

  it.each<[Options, number, number]>([
    [{ width: 240 }, 240, 160],
    [{ height: 80 }, 120, 80],
    [{ width: 100, height: 100 }, 100, 67],
    [{ width: 100, height: 100, fit: 'cover' }, 100, 100],
    [{ width: 100, height: 100, fit: 'stretch' }, 100, 100],
    [{ width: 960 }, 960, 640],
    [{ width: 1, height: 1 }, 1, 1],
  ])('makes of 480 x 320 with %j a picture of %i x %i', async (options, width, height) => {
    expect(await pixels(marbles, options)).toMatchObject({ width, height });
  });

  it('resizes in linear light: black and white squares become the grey of half the light', async () => {
    const squares = Array.from({ length: 32 }, (_, y) =>
      Array.from({ length: 32 }, (_, x) => ((x + y) % 2 ? 255 : 0)),
    );
    const { grey } = await pixels(grid(squares), { width: 8, height: 8 });
    expect(Math.abs(grey(4, 4) - 188)).toBeLessThanOrEqual(1);
  });

  it('keeps the middle of what it covers', async () => {
    const stripes = grid(
      Array.from({ length: 20 }, () =>
        Array.from({ length: 60 }, (_, x) => (x < 20 ? 0 : x < 40 ? 128 : 255)),
      ),
    );
    const { rgb } = await pixels(stripes, { width: 20, height: 20, fit: 'cover' });
    const values = new Set(rgb.subarray(3 * 205, 3 * 215));
    expect([...values]).toEqual([128]);
  });

  it('greys by Rec. 709 and tints by the sepia matrix', async () => {
    const rgb = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 100, 100, 100]);
    const colours = encodePng({ width: 4, height: 1, rgb });
    const grey = await pixels(colours, { tone: 'grayscale' });
    expect([...grey.rgb]).toEqual([54, 182, 18, 100].flatMap((v) => [v, v, v]));
    const sepia = await pixels(colours, { tone: 'sepia' });
    expect([...sepia.rgb.subarray(9)]).toEqual([135, 120, 94]);
  });

  it('blurs a point into a Gaussian of the wanted width that keeps its light', async () => {
    const point = grid(
      Array.from({ length: 31 }, (_, y) =>
        Array.from({ length: 31 }, (_, x) => (x === 15 && y === 15 ? 255 : 0)),
      ),
    );
    const { grey } = await pixels(point, { blur: 1.5 });
    const expected = (x: number) =>
      (255 * Math.exp((-x * x) / (2 * 1.5 ** 2))) / (2 * Math.PI * 1.5 ** 2);
    for (const x of [0, 1, 2, 3, 4])
      expect(Math.abs(grey(15 + x, 15) - expected(x))).toBeLessThanOrEqual(0.7);
    const even = await pixels(grid(Array.from({ length: 9 }, () => Array<number>(9).fill(77))), {
      blur: 20,
    });
    expect([...new Set(even.rgb)]).toEqual([77]);
  });

  it('sharpens edges and leaves even areas alone', async () => {
    const edge = grid(
      Array.from({ length: 5 }, () => Array.from({ length: 20 }, (_, x) => (x < 10 ? 80 : 160))),
    );
    const { grey } = await pixels(edge, { sharpen: 1 });
    expect([grey(2, 2), grey(17, 2)]).toEqual([80, 160]);
    expect(grey(9, 2)).toBeLessThan(70);
    expect(grey(10, 2)).toBeGreaterThan(170);
  });

  it('stretches and flattens contrast around the middle', async () => {
    const flat = await pixels(SIX, { contrast: -100 });
    expect([...new Set(flat.rgb)]).toEqual([128]);
    const { grey } = await pixels(grid([[100, 150]]), { contrast: 100 });
    expect([grey(0, 0), grey(1, 0)]).toEqual([73, 173]);
  });

  it('writes JPEG and BMP that it reads again, BMP without any loss', async () => {
    const small = { width: 160 };
    const original = await pixels(marbles, small);
    const bmp = (await edit(marbles, { ...small, format: 'bmp' })).bytes('out/picture.bmp');
    expect(new TextDecoder().decode(bmp.subarray(0, 2))).toBe('BM');
    expect((await pixels(bmp)).rgb).toEqual(original.rgb);
    const sizes = [];
    for (const quality of [20, 95]) {
      const jpeg = (await edit(marbles, { ...small, format: 'jpeg', quality })).bytes(
        'out/picture.jpg',
      );
      expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      const { rgb } = await pixels(jpeg);
      const error =
        rgb.reduce((sum, byte, i) => sum + (byte - original.rgb[i]!) ** 2, 0) / rgb.length;
      expect(10 * Math.log10(255 ** 2 / error)).toBeGreaterThan(quality === 20 ? 24 : 34);
      sizes.push(jpeg.length);
    }
    expect(sizes[0]! * 2).toBeLessThan(sizes[1]!);
  });

  it('keeps transparency in a PNG and lays it over white in a JPEG', async () => {
    const transparent = readFileSync('modules/upscale/test/transparent.png');
    const { alpha, width } = await pixels(transparent, { rotate: 180 });
    expect(alpha?.at(-1)).toBe(128);
    expect(width).toBe(12);
    const jpeg = (await edit(transparent, { format: 'jpeg' })).bytes('out/picture.jpg');
    expect((await pixels(jpeg)).alpha).toBeNull();
  });

  it.each<[string, Uint8Array, Options, string]>([
    ['text', Buffer.from('hello'), {}, 'not a picture that this module reads'],
    ['half a JPEG header', marbles.subarray(0, 100), {}, 'not a picture'],
    [
      'a crop outside',
      SIX,
      { cropLeft: 2, cropWidth: 2 },
      '2 x 2 pixels from (2, 0) on do not lie inside the 3 x 2',
    ],
    ['a crop of nothing', SIX, { cropTop: 2 }, 'do not lie inside'],
    [
      'too many pixels',
      SIX,
      { width: 8192, height: 8192, fit: 'stretch' },
      'a picture of 8192 x 8192 pixels',
    ],
  ])('refuses %s with exit code 1', async (_, bytes, options, stderr) => {
    const run = await runCurated('image', { picture: 'files/p', ...options }, { p: bytes });
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
    expect(run.paths).toEqual(['stderr', 'stdout']);
  });
});
