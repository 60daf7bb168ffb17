import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCurated } from '../run-curated';

const HEADER = 'name,mass,x,y,z,vx,vy,vz';
const csv = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;

type Row = { time: number; body: string; at: number[]; speed: number[] };

async function follow(job: Record<string, string | number | boolean>) {
  const run = await runCurated('nbody', { gravity: 1, ...job });
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  const [header, ...lines] = run.text('out/orbits.csv').trimEnd().split('\n');
  expect(header).toBe('time,body,x,y,z,vx,vy,vz');
  const rows = lines.map((line): Row => {
    const [time, body, ...numbers] = line.split(',');
    const values = numbers.map(Number);
    return { time: Number(time), body: body!, at: values.slice(0, 3), speed: values.slice(3) };
  });
  const last = (body: string) => rows.findLast((row) => row.body === body)!;
  return { run, rows, last };
}

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, k) => value - b[k]!));

// Chenciner and Montgomery's three equal masses on one figure eight (Simó's numbers).
const PERIOD = 6.32591398;
const EIGHT = csv(
  'a,1,0.97000436,-0.24308753,0,0.466203685,0.43236573,0',
  'b,1,-0.97000436,0.24308753,0,0.466203685,0.43236573,0',
  'c,1,0,0,0,-0.93240737,-0.86473146,0',
);
const PAIR = csv('sun,1,0,0,0,0,0,0', 'planet,0,1,0,0,0,1.2,0');

describe('nbody', () => {
  it('brings three bodies around the figure eight back to where they began', async () => {
    const { rows, last } = await follow({ bodies: EIGHT, step: PERIOD / 2000, steps: 2000 });
    for (const first of rows.slice(0, 3)) {
      expect(distance(first.at, last(first.body).at)).toBeLessThan(1e-6);
      expect(distance(first.speed, last(first.body).speed)).toBeLessThan(1e-6);
    }
    // A third of a period later each stands where another stood.
    const third = await follow({ bodies: EIGHT, step: PERIOD / 3000, steps: 1000 });
    const stands = (name: string) =>
      Math.min(...rows.slice(0, 3).map(({ at }) => distance(at, third.last(name).at)));
    for (const name of ['a', 'b', 'c']) expect(stands(name)).toBeLessThan(1e-6);
    expect(distance(rows[0]!.at, third.last('a').at)).toBeGreaterThan(0.5);
  });

  it.each([
    ['leapfrog', 4],
    ['yoshida', 16],
  ])('%s comes %i times closer with half the step', async (method, times) => {
    // An ellipse of semi-major axis 1 / (2 - 1.44): Kepler's third law gives its period.
    const period = 2 * Math.PI * (1 / (2 - 1.44)) ** 1.5;
    const error = async (steps: number) => {
      const { last } = await follow({ bodies: PAIR, method, step: period / steps, steps });
      return distance(last('planet').at, [1, 0, 0]);
    };
    const [coarse, fine] = [await error(400), await error(800)];
    expect(coarse / fine).toBeGreaterThan(times * 0.9);
    expect(coarse / fine).toBeLessThan(times * 1.1);
  });

  it('leads the Earth around the Sun in a sidereal year, and keeps energy for 80 years', async () => {
    const manifest = JSON.parse(readFileSync('modules/nbody/manifest.json', 'utf8'));
    const { bodies, gravity } = {
      bodies: manifest.inputs.properties.bodies.default,
      gravity: manifest.inputs.properties.gravity.default,
    };
    const { rows, last } = await follow({
      bodies,
      gravity,
      step: 365.256 / 400,
      steps: 400,
      every: 400,
    });
    const place = (row: Row, sun: Row) => row.at.map((value, k) => value - sun.at[k]!);
    const begun = place(
      rows.find(({ body }) => body === 'Earth')!,
      rows.find(({ body }) => body === 'Sun')!,
    );
    expect(distance(begun, place(last('Earth'), last('Sun')))).toBeLessThan(0.003); // 0.05 % of its way
    const long = await follow({ bodies, gravity, step: 2, steps: 14_610, every: 1461 });
    const changes = long.run.text('out/energy.csv').trimEnd().split('\n').slice(1);
    expect(changes).toHaveLength(11);
    for (const line of changes) {
      const [, energy, change, turned] = line.split(',').map(Number);
      expect(energy).toBeLessThan(0);
      expect(Math.abs(change!)).toBeLessThan(1e-6);
      expect(turned).toBeLessThan(1e-12);
    }
  });

  it('lets bodies without gravity go straight, and puts the centre of mass to rest', async () => {
    const bodies = csv('a,1,0,0,0,1,2,3', 'b,3,4,0,0,1,2,3');
    const free = await follow({ bodies, gravity: 0, center: false, step: 0.5, steps: 4, every: 4 });
    expect(free.last('a').at).toEqual([2, 4, 6]);
    const { rows, last } = await follow({ bodies, gravity: 0, step: 0.5, steps: 4, every: 4 });
    expect(rows[0]!.at).toEqual([-3, 0, 0]);
    expect(last('b').at).toEqual([1, 0, 0]);
  });

  it('draws the orbits, with names that cannot become markup', async () => {
    const bodies = csv('<script>,1,0,0,0,0,0,0', 'Erde 🌍,0,1,0,0,0,1,0');
    const { run } = await follow({ bodies, step: 0.01, steps: 700 });
    const svg = run.text('out/orbits.svg');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&#60;&#115;');
    expect(svg).toContain('&#127757;');
    const points = [...svg.matchAll(/points="([^"]*)"/g)].map(([, list]) =>
      list!.trim().split(' '),
    );
    const ring = points
      .slice(-12)
      .flat()
      .map((point) => point.split(',').map(Number));
    const across = ring.map(([x]) => x!);
    // A circle of radius 1 around the Sun fills the picture inside its edges.
    expect(Math.max(...across) - Math.min(...across)).toBeGreaterThan(615);
    for (const [x, y] of ring)
      expect(Math.abs(Math.hypot(x! - 360, y! - 360) - 312)).toBeLessThan(4);
  });

  it.each([
    ['name,x\n', 'bodies: the first line must be name,mass,x,y,z,vx,vy,vz'],
    [csv(), 'bodies: there are none'],
    [csv('a,1,0,0'), 'bodies: line 2 must have the columns'],
    [csv('a,1,0,0,0,0,0,0,9'), 'bodies: line 2 must have the columns'],
    [csv('a,1,0,0,0,0,0,0', 'b,1,x,0,0,0,0,0'), "bodies: line 3: 'x' in column 3 is not a number"],
    [csv('a,-1,0,0,0,0,0,0'), 'bodies: line 2: a mass is not below 0'],
    [csv('a,1,0,0,0,0,0,0', 'b,1,0,0,0,0,0,0'), 'bodies came too close'],
  ])('refuses %j with exit code 1', async (bodies, stderr) => {
    const run = await runCurated('nbody', { bodies });
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
    expect(run.paths).toEqual(['stderr', 'stdout']);
  });

  it('refuses more rows than it can hold', async () => {
    const run = await runCurated('nbody', { bodies: PAIR, steps: 1_000_000, every: 1 });
    expect(run.stderr).toContain("choose a larger 'every'");
  });
});
