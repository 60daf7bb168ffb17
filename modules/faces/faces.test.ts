import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '@/scripts/png.mjs';
import { runCurated } from '../run-curated';

const ASTRONAUT = readFileSync('modules/faces/example/astronaut.jpg');
const SAMPLES = 'node_modules/@vladmandic/face-api/demo';

type Face = {
  readonly score: number;
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly landmarks: readonly (readonly [number, number])[];
};
type Reference = {
  readonly score: number;
  readonly box: readonly [number, number, number, number];
  readonly landmarks: readonly (readonly [number, number])[];
};

const find = (bytes: Uint8Array, job: Record<string, string | number> = {}) =>
  runCurated('faces', { picture: 'files/a', ...job }, { a: bytes });

async function facesIn(bytes: Uint8Array, job: Record<string, string | number> = {}) {
  const run = await find(bytes, job);
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  const { faces } = JSON.parse(run.text('out/faces.json')) as { faces: readonly Face[] };
  return { ...run, faces, picture: decodePng(run.bytes('out/picture.png')) };
}

/** What face-api itself finds: test/reference.mjs. */
const reference = (name: string): readonly Reference[] =>
  JSON.parse(readFileSync(`modules/faces/test/${name}.json`, 'utf8'));

const boxOf = ({ box: { x, y, width, height } }: Face) => [x, y, width, height];
const farthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

function expectEqualFaces(
  faces: readonly Face[],
  expected: readonly Reference[],
  most: { score: number; box: number; landmarks: number },
) {
  expect(faces).toHaveLength(expected.length);
  for (const { score, box, landmarks } of expected) {
    const face = faces.find((found) => farthest(boxOf(found), box) <= most.box);
    expect(face, `a face at ${box}`).toBeDefined();
    expect(Math.abs((face?.score ?? 0) - score)).toBeLessThan(most.score);
    expect(farthest(face?.landmarks.flat() ?? [], landmarks.flat())).toBeLessThan(most.landmarks);
  }
}

/** The example as it is, as { width, height, rgb }. */
async function astronautPixels() {
  return (await facesIn(ASTRONAUT, { threshold: 0.95 })).picture;
}

describe('faces', () => {
  it('finds the face and its points where face-api finds them', async () => {
    const { faces, stdout } = await facesIn(ASTRONAUT);
    expectEqualFaces(faces, reference('astronaut'), { score: 0.01, box: 0.5, landmarks: 0.7 });
    expect(stdout).toBe('1 face in 512 x 512 pixels\n');
  });

  it('finds five faces in a picture of 1920 x 1398 pixels', async () => {
    const picture = readFileSync(`${SAMPLES}/sample5.jpg`);
    const { faces, text } = await facesIn(picture, { size: 608 });
    // face-api takes single pixels out of a large picture, the module the mean of many.
    expectEqualFaces(faces, reference('sample5'), { score: 0.04, box: 5, landmarks: 3 });
    const rows = text('out/faces.csv').trimEnd().split('\r\n');
    expect(rows).toHaveLength(6);
    const scores = rows.slice(1).map((row) => Number(row.split(',')[1]));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores).toEqual(faces.map(({ score }) => score));
  });

  it('finds a face wherever it stands, also one that the edge cuts', async () => {
    const { rgb, width } = await astronautPixels();
    const cut = 180; // through the middle of the face, so that two thirds of it remain
    const wide = Buffer.alloc(1024 * 512 * 3, 90);
    for (let y = 0; y < 512; y++) {
      rgb.copy(wide, y * 1024 * 3, (y * width + cut) * 3, (y + 1) * width * 3);
      rgb.copy(wide, (y * 1024 + 512) * 3, y * width * 3, (y + 1) * width * 3);
    }
    const png = encodePng({ width: 1024, height: 512, rgb: wide });
    const { faces } = await facesIn(png, { size: 960, threshold: 0.3 });
    expect(faces).toHaveLength(2);
    const [whole, cutOff] = [...faces].sort((a, b) => b.box.x - a.box.x).map(boxOf);
    expect(farthest(whole ?? [], [512 + 158, 68, 128, 122])).toBeLessThan(15);
    expect(farthest(cutOff ?? [], [158 - cut, 68, 128, 122])).toBeLessThan(40);
  });

  it('draws frames and points on the picture it was given', async () => {
    const plain = await astronautPixels();
    const at = (picture: typeof plain, x: number, y: number) => [
      ...picture.rgb.subarray((y * picture.width + x) * 3, (y * picture.width + x) * 3 + 3),
    ];
    const frames = (await facesIn(ASTRONAUT, { draw: 'frames' })).picture;
    const points = await facesIn(ASTRONAUT, { draw: 'landmarks' });
    const [x, y] = points.faces[0]?.landmarks[8]?.map(Math.floor) ?? []; // the chin
    for (const picture of [frames, points.picture]) {
      expect(at(picture, 158, 120)).toEqual([255, 214, 0]);
      expect(at(picture, 300, 300)).toEqual(at(plain, 300, 300));
    }
    expect(at(points.picture, x ?? 0, y ?? 0)).toEqual([0, 229, 160]);
    expect(at(frames, x ?? 0, y ?? 0)).toEqual(at(plain, x ?? 0, y ?? 0));
  });

  it('hides a face so that none is found any more', async () => {
    const hidden = await facesIn(ASTRONAUT, { draw: 'hide' });
    expect(hidden.faces).toHaveLength(1);
    const again = await facesIn(hidden.bytes('out/picture.png'), { threshold: 0.3 });
    expect(again.faces).toEqual([]);
    expect(again.text('out/faces.csv')).toBe('face,score,x,y,width,height\r\n');
    expect(again.stdout).toBe('0 faces in 512 x 512 pixels\n');
  });

  it.each([
    [1, 1],
    [1, 300],
    [900, 2],
    [333, 77],
  ])('finds no face in %i x %i plain pixels', async (width, height) => {
    const rgb = Buffer.alloc(width * height * 3, 128);
    const { faces, picture } = await facesIn(encodePng({ width, height, rgb }), { size: 224 });
    expect(faces).toEqual([]);
    expect(picture.rgb.equals(rgb)).toBe(true);
  });

  it('takes the largest picture within its limits', async () => {
    const side = 3072;
    const rgb = Buffer.alloc(side * side * 3);
    for (let i = 0; i < rgb.length; i++) rgb[i] = Math.imul(i, 2_654_435_761) >>> 24;
    const run = await find(encodePng({ width: side, height: side, rgb: halved(rgb) }), {
      size: 960,
    });
    expect(run).toMatchObject({ status: 'completed', exitCode: 0 });
  });

  it.each([
    [
      'no picture',
      Buffer.from('title,year\n'),
      'not a picture that this module reads (PNG or JPEG)',
    ],
    ['an empty file', Buffer.alloc(0), 'not a picture'],
    ['half a JPEG', ASTRONAUT.subarray(0, 300), 'the picture is broken'],
    [
      'a picture too wide',
      encodePng({ width: 3073, height: 1, rgb: Buffer.alloc(3073 * 3) }),
      'the picture has 3073 x 1 pixels; 3072 x 3072 are the most\n',
    ],
  ])('refuses %s with exit code 1', async (_, bytes, stderr) => {
    const run = await find(bytes);
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  });
});

/** Every second row as the one before it, so that the PNG is not too large. */
function halved(rgb: Buffer): Buffer {
  const row = 3072 * 3;
  for (let y = 1; y < 3072; y++) if (y % 4 > 0) rgb.copyWithin(y * row, (y - 1) * row, y * row);
  return rgb;
}
