import { describe, expect, it } from 'vitest';
import { decodePng } from '@/scripts/png.mjs';
import { runCurated } from '../run-curated';

type Shape = Record<string, unknown>;

const WHITE = [1, 1, 1];
const camera = { from: [0, 0, 5], to: [0, 0, 0], fov: 40 };
const even = { zenith: WHITE, horizon: WHITE, strength: 0.5 };
const dark = { strength: 0 };

async function draw(scene: object, job: Record<string, number> = {}) {
  const options = { width: 24, height: 24, samples: 64, bounces: 64, ...job };
  const run = await runCurated('raytrace', { scene: JSON.stringify(scene), ...options });
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  const { rgb, width, height } = decodePng(run.bytes('out/picture.png'));
  const at = (x: number, y: number) => [
    ...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
  ];
  return { rgb, width, height, at };
}

/** What the tone curve makes of a radiance: Narkowicz's fit of ACES, then sRGB. */
function shown(light: number) {
  const film = (light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14);
  return 255 * (film <= 0.0031308 ? 12.92 * film : 1.055 * film ** (1 / 2.4) - 0.055);
}

const ball = (material: object): Shape => ({
  type: 'sphere',
  center: [0, 0, 0],
  radius: 1.2,
  material,
});
const wall = { type: 'plane', point: [0, 0, 0], normal: [0, 0, 1] };
const matt = { type: 'diffuse', color: WHITE };

describe('raytrace', () => {
  it.each([
    ['diffuse', {}],
    ['glossy', {}],
    ['metal', {}],
    ['glass', { ior: 1.5 }],
  ])(
    'loses and makes no light: a white %s ball vanishes before an even sky',
    async (type, more) => {
      const scene = { camera, sky: even, objects: [ball({ type, color: WHITE, ...more })] };
      const { at } = await draw(scene);
      const sky = at(0, 0);
      expect(Math.abs(sky[0]! - shown(0.5))).toBeLessThanOrEqual(1);
      for (const [x, y] of [
        [12, 12],
        [9, 14],
        [15, 8],
      ] as const)
        for (const value of at(x, y)) expect(Math.abs(value - sky[0]!)).toBeLessThanOrEqual(2);
    },
  );

  it('lights a wall as the inverse square and cosine laws say', async () => {
    // A ball of radius r and radiance L at distance d lights a facing wall of reflectance 1 with L (r/d)^2.
    const lamp = {
      type: 'sphere',
      center: [0, 0, 3],
      radius: 0.3,
      material: { type: 'light', color: WHITE, strength: 40 },
    };
    const far = { from: [3, 0, 4], to: [0, 0, 0], fov: 1 };
    const { at } = await draw({
      camera: far,
      sky: dark,
      objects: [{ ...wall, material: matt }, lamp],
    });
    expect(Math.abs(at(12, 12)[0]! - shown(40 * 0.01))).toBeLessThanOrEqual(2);
  });

  it('gives a lamp of area the light of its form factor', async () => {
    // Parallel to the wall, 0.2 x 0.2, at distance 2: L A / (pi d^2), less than 1 % off at this size.
    const quad = {
      type: 'quad',
      corner: [-0.1, -0.1, 2],
      u: [0.2, 0, 0],
      v: [0, 0.2, 0],
      material: { type: 'light', strength: 100 },
    };
    const far = { from: [3, 0, 4], to: [0, 0, 0], fov: 1 };
    const { at } = await draw({
      camera: far,
      sky: dark,
      objects: [{ ...wall, material: matt }, quad],
    });
    expect(Math.abs(at(12, 12)[0]! - shown((100 * 0.04) / (Math.PI * 4)))).toBeLessThanOrEqual(2);
  });

  it('throws shadows away from the sun, with its strength beside them', async () => {
    const floor = { type: 'plane', material: matt };
    const above = { from: [0, 10, 0], to: [0, 0, 0], up: [0, 0, -1], fov: 40 };
    const sun = { direction: [1, 1, 0], color: WHITE, strength: 1, size: 0.5 };
    const ballUp = {
      type: 'sphere',
      center: [0, 2, 0],
      radius: 0.5,
      material: { type: 'diffuse', color: [0, 0, 0] },
    };
    const { at } = await draw({ camera: above, sky: dark, sun, objects: [floor, ballUp] });
    expect(at(5, 12)[0]).toBe(0); // the shadow lies at x = -2
    expect(Math.abs(at(19, 12)[0]! - shown(Math.SQRT1_2 / Math.PI))).toBeLessThanOrEqual(2);
  });

  it('draws a mesh as the box of the same shape', async () => {
    const points = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [
      i & 1 ? 1 : -1,
      i & 2 ? 1 : -1,
      i & 4 ? 1 : -1,
    ]);
    const faces = [
      [0, 2, 3, 1],
      [4, 5, 7, 6],
      [0, 1, 5, 4],
      [2, 6, 7, 3],
      [0, 4, 6, 2],
      [1, 3, 7, 5],
    ];
    const triangles = faces.flatMap(([a, b, c, d]) => [
      [a, b, c],
      [a, c, d],
    ]);
    const material = { type: 'glass', color: '#80c0ff' };
    const box = { type: 'box', center: [0, 0, 0], size: [2, 2, 2], rotate: 30, material };
    const mesh = { type: 'mesh', points, triangles, rotate: 30, material };
    const view = { from: [1, 2, 6], to: [0, 0, 0] };
    const pictures = await Promise.all(
      [box, mesh].map((object) =>
        draw({ camera: view, sun: { direction: [1, 2, 3] }, objects: [object] }),
      ),
    );
    const differences = pictures[0]!.rgb.map((byte, i) => Math.abs(byte - pictures[1]!.rgb[i]!));
    expect(differences.reduce((sum, d) => sum + d, 0) / differences.length).toBeLessThan(1);
    expect(pictures[0]!.at(12, 12)).not.toEqual(pictures[0]!.at(0, 0));
  });

  it('keeps sharp what is in focus and blurs the rest', async () => {
    const edge = {
      type: 'quad',
      corner: [0, -9, 0],
      u: [9, 0, 0],
      v: [0, 18, 0],
      material: { type: 'light', strength: 1 },
    };
    const grey = async (focus: number) => {
      const { at } = await draw({
        camera: { ...camera, aperture: 2, focus },
        sky: dark,
        objects: [edge],
      });
      return Array.from({ length: 24 }, (_, x) => at(x, 12)[0]!).filter((v) => v > 10 && v < 220)
        .length;
    };
    expect(await grey(5)).toBeLessThanOrEqual(2);
    expect(await grey(2.5)).toBeGreaterThan(5);
  });

  it('draws the same grain from the same seed, and other grain from another', async () => {
    const scene = {
      camera,
      sun: { direction: [1, 1, 1], size: 20 },
      objects: [ball({ type: 'glossy' })],
    };
    const [first, again, other] = await Promise.all(
      [7, 7, 8].map((seed) => draw(scene, { seed, samples: 2 })),
    );
    expect(again!.rgb).toEqual(first!.rgb);
    expect(other!.rgb).not.toEqual(first!.rgb);
  });

  it.each([
    ['{"camera": {', 'the scene is not valid at byte 12'],
    ['[]', 'scene: the whole must be an object'],
    ['{"camera": {"from": [0,0,1], "to": [0,0,0]}}', 'scene: objects must be there'],
    [
      { camera, objects: [{ type: 'cone', material: matt }] },
      'scene: objects[0].type must be sphere, plane, quad, box or mesh',
    ],
    [
      { camera, objects: [ball({ type: 'metal', roughness: 2 })] },
      'scene: objects[0].material.roughness must be a number from 0 to 1',
    ],
    [
      { camera, objects: [ball({ type: 'metal', colour: '#fff' })] },
      "scene: objects[0].material has no 'colour'",
    ],
    [
      { camera, objects: [{ ...wall, material: 'gold' }] },
      "objects[0].material must be the name of one of the scene's materials",
    ],
    [{ camera: { from: [0, 0, 0], to: [0, 0, 0] }, objects: [] }, 'scene: camera must be a view'],
    [
      {
        camera,
        objects: [{ type: 'mesh', material: matt, points: [[0, 0, 0]], triangles: [[0, 0, 1]] }],
      },
      'objects[0].triangles[0][2] must be the place of a point',
    ],
    ['['.repeat(1_000), 'less depth expected'],
  ])('refuses %j', async (scene, stderr) => {
    const text = typeof scene === 'string' ? scene : JSON.stringify(scene);
    const run = await runCurated('raytrace', { scene: text });
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  });
});
