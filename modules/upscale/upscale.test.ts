import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '@/scripts/png.mjs';
import { runCurated } from '../run-curated';

const PACKAGE = 'node_modules/@upscalerjs/esrgan-slim/assets';
const fixture = (name: string) => readFileSync(`modules/upscale/test/${name}`);

const upscale = (name: string, bytes: Uint8Array) =>
  runCurated('upscale', { picture: `files/${name}` }, { [name]: bytes });

const plain = (width: number, height: number, value: number) =>
  encodePng({ width, height, rgb: Buffer.alloc(width * height * 3, value) });

describe('upscale', () => {
  it('draws what the network’s authors published for their test picture', async () => {
    const run = await upscale('fixture.png', readFileSync(`${PACKAGE}/fixture.png`));
    const ours = decodePng(run.bytes('out/picture.png'));
    const theirs = decodePng(readFileSync(`${PACKAGE}/samples/2x/result.png`));
    expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
    const differences = ours.rgb.map((byte, i) => Math.abs(byte - (theirs.rgb[i] ?? 0)));
    expect(Math.max(...new Set(differences))).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length).toBeLessThan(10);
    expect(run.stdout).toBe('128 x 128 -> 256 x 256 pixels\n');
  });

  it.each([
    ['progressive.jpg', 80, 60],
    ['grey.png', 48, 32],
  ])('reads %s', async (name, width, height) => {
    const run = await upscale(name, fixture(name));
    expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
    const picture = decodePng(run.bytes('out/picture.png'));
    expect(picture).toMatchObject({ width, height, alpha: null });
    const mean = picture.rgb.reduce((sum, byte) => sum + byte, 0) / picture.rgb.length;
    expect(mean).toBeGreaterThan(50);
    expect(mean).toBeLessThan(150);
  });

  it('keeps transparency', async () => {
    const run = await upscale('transparent.png', fixture('transparent.png'));
    const picture = decodePng(run.bytes('out/picture.png'));
    expect(picture.alpha?.[0]).toBe(128);
    expect(picture.alpha?.[8 * 24 + 8]).toBe(255);
  });

  it.each([
    [1, 1],
    [1, 9],
    [5, 1],
    [3, 2],
    [17, 6],
  ])('takes %i x %i pixels', async (width, height) => {
    const run = await upscale('plain.png', plain(width, height, 128));
    const picture = decodePng(run.bytes('out/picture.png'));
    expect(picture).toMatchObject({ width: 2 * width, height: 2 * height });
  });

  it('keeps an even area even', async () => {
    const run = await upscale('plain.png', plain(40, 40, 128));
    const { rgb, width } = decodePng(run.bytes('out/picture.png'));
    const centre = rgb.subarray((40 * width + 30) * 3, (40 * width + 50) * 3);
    for (const byte of centre) expect(Math.abs(byte - 128)).toBeLessThanOrEqual(3);
  });

  it.each([
    [
      'no picture',
      Buffer.from('title,year\nAlien,1979\n'),
      'not a picture that this module reads (PNG or JPEG)',
    ],
    ['an empty file', Buffer.alloc(0), 'not a picture'],
    [
      'a picture too wide',
      plain(513, 2, 0),
      'the picture has 513 x 2 pixels; 512 x 512 are the most\n',
    ],
    ['half a PNG', fixture('grey.png').subarray(0, 400), 'the picture is broken'],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'not a picture'],
  ])('refuses %s with exit code 1', async (_, bytes, stderr) => {
    const run = await upscale('picture.png', bytes);
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
    expect(run.paths).toEqual(['stderr', 'stdout']);
  });

  it('refuses more bytes than its manifest allows before anything runs', async () => {
    await expect(upscale('a.png', new Uint8Array(4_194_305))).rejects.toThrow('at most 4194304');
  });
});
