import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '@/scripts/png.mjs';
import { runCurated } from '../run-curated';

const PAGE = readFileSync('modules/ocr/example/page.png');
const TEXT = `\
Nobody has to be believed
A buyer sends a job; a provider runs it and posts a result.
Any computer comes to the same 1,024 bytes, so that a lie
is found by running it again. (Costs: $0.37, or 5 % of it.)

The quick brown fox jumps over the lazy dog - "twice"!
Contact: info@example.org, tel. +49 30 1234567
`;
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
type Page = {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly {
    readonly box: Box;
    readonly words: readonly {
      readonly text: string;
      readonly confidence: number;
      readonly box: Box;
    }[];
  }[];
};

const read = (bytes: Uint8Array, job = {}) =>
  runCurated('ocr', { picture: 'files/a', ...job }, { a: bytes });

async function pageOf(bytes: Uint8Array, job = {}) {
  const run = await read(bytes, job);
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  const page = JSON.parse(run.text('out/page.json')) as Page;
  return { ...run, page, words: page.lines.flatMap((line) => line.words) };
}

type Picture = { width: number; height: number; rgb: Buffer };

/** A picture with `paint` giving the grey value of each pixel. */
function painted(width: number, height: number, paint: (x: number, y: number) => number): Picture {
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rgb.fill(paint(x, y), (y * width + x) * 3, (y * width + x) * 3 + 3);
  return { width, height, rgb };
}

const page = decodePng(PAGE);
/** The example's grey value; white beyond its edges. */
const at = (x: number, y: number) =>
  x < 0 || y < 0 || x >= page.width || y >= page.height
    ? 255
    : (page.rgb[(Math.floor(y) * page.width + Math.floor(x)) * 3] ?? 255);

describe('ocr', () => {
  it('reads the example to the letter, paragraphs as they stand', async () => {
    const { text, stdout } = await pageOf(PAGE);
    expect(text('out/text.txt')).toBe(TEXT);
    expect(stdout).toBe(`${words(TEXT).length} words in 6 lines\n`);
  });

  it('finds the words where tesseract itself finds them', async () => {
    const expected: { text: string; box: [number, number, number, number] }[] = JSON.parse(
      readFileSync('modules/ocr/test/tesseract.json', 'utf8'),
    );
    const { words: found } = await pageOf(PAGE);
    expect(found.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    for (const [i, { box }] of found.entries()) {
      const [x = 0, y = 0, width = 0, height = 0] = expected[i]?.box ?? [];
      const differences = [box.x - x, box.y - y, box.width - width, box.height - height];
      expect(Math.max(...differences.map(Math.abs)), found[i]?.text).toBeLessThanOrEqual(4);
    }
  });

  it('lists words as a table, with quotes doubled', async () => {
    const rows = (await pageOf(PAGE)).text('out/words.csv').trimEnd().split('\r\n');
    expect(rows[0]).toBe('text,confidence,line,x,y,width,height');
    expect(rows).toHaveLength(words(TEXT).length + 1);
    expect(rows[1]).toMatch(/^"Nobody",[01]\.\d{3},1,41,33,152,35$/);
    expect(rows.find((row) => row.includes('twice'))).toMatch(/^"""twice""!",/);
  });

  it.each<[string, Picture, number]>([
    ['white on black', painted(900, 330, (x, y) => 255 - at(x, y)), 0],
    [
      'with a dark bar',
      painted(900, 330, (x, y) =>
        x > 20 && x < 880 && y > 84 && y < 130 ? 255 - at(x, y) : at(x, y),
      ),
      0,
    ],
    ['in faint grey', painted(900, 330, (x, y) => 150 + at(x, y) * 0.3), 0],
    ['in uneven light', painted(900, 330, (x, y) => (at(x, y) * (700 + x)) / 1600), 0],
    ['twice as large', painted(1800, 660, (x, y) => at(x / 2, y / 2)), 2],
    [
      'smaller by a third',
      painted(600, 220, (x, y) => {
        const [left, top] = [x * 1.5, y * 1.5];
        return (
          (at(left, top) +
            at(left + 0.75, top) +
            at(left, top + 0.75) +
            at(left + 0.75, top + 0.75)) /
          4
        );
      }),
      2,
    ],
    ['with wide margins', painted(1500, 800, (x, y) => at(x - 300, y - 200)), 0],
  ])('reads the page %s', async (_, picture, mostWrong) => {
    const { text } = await pageOf(encodePng(picture));
    const found = words(text('out/text.txt'));
    expect(found).toHaveLength(words(TEXT).length);
    expect(found.filter((word, i) => word !== words(TEXT)[i]).length).toBeLessThanOrEqual(
      mostWrong,
    );
  });

  it('reads one line alone', async () => {
    const line = painted(900, 48, (x, y) => at(x, y + 85));
    expect((await pageOf(encodePng(line))).text('out/text.txt')).toBe(`${TEXT.split('\n')[1]}\n`);
  });

  it('leaves out what it is not sure of', async () => {
    const isScrawl = (x: number, y: number) =>
      y > 345 && y < 375 && (Math.floor(x / 3) * 31 + Math.floor(y / 5) * 17) % 13 < 4;
    const noisy = painted(900, 420, (x, y) => (isScrawl(x, y) ? 0 : at(x, y)));
    const all = await pageOf(encodePng(noisy));
    const sure = await pageOf(encodePng(noisy), { minConfidence: 0.9 });
    expect(sure.words.length).toBeLessThan(all.words.length);
    expect(sure.words).toEqual(all.words.filter(({ confidence }) => confidence >= 0.9));
  });

  it.each([
    [1, 1],
    [3, 900],
    [700, 2],
    [300, 300],
  ])('reads nothing on %i x %i white pixels', async (width, height) => {
    const {
      text,
      page: found,
      stdout,
    } = await pageOf(encodePng(painted(width, height, () => 255)));
    expect(text('out/text.txt')).toBe('');
    expect(found).toEqual({ width, height, lines: [] });
    expect(stdout).toBe('0 words in 0 lines\n');
  });

  it.each([
    ['no picture', Buffer.from('%PDF-1.7'), 'not a picture that this module reads (PNG or JPEG)'],
    ['an empty file', Buffer.alloc(0), 'not a picture'],
    ['half a PNG', PAGE.subarray(0, 2000), 'the picture is broken'],
    ['a picture too wide', encodePng(painted(4097, 1, () => 255)), '4096 x 4096 are the most\n'],
  ])('refuses %s with exit code 1', async (_, bytes, stderr) => {
    const run = await read(bytes);
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  });
});
