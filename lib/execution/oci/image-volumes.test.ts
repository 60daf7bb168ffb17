import { expect, it } from 'vitest';
import { coveredVolumesOf } from './image-volumes';

const of = (...paths: string[]) =>
  coveredVolumesOf(Object.fromEntries(paths.map((path) => [path, {}])));

it('covers what an image declares, but for the places that every job has', () => {
  expect(coveredVolumesOf(null)).toEqual([]);
  expect(of('/var/lib/data/', '/cache', '/cache/', '/tmp/deep')).toEqual([
    ...['/cache', '/tmp/deep', '/var/lib/data'],
  ]);
  expect(of('/tmp', '/inputs', '/outputs/')).toEqual([]);
});

it.each([
  ['/', 'no plain absolute path'],
  ['data', 'no plain absolute path'],
  ['/a/../b', 'no plain absolute path'],
  ['/a:/b', 'no plain absolute path'],
  ['/a,size=9', 'no plain absolute path'],
  ['/proc/x', 'belongs to the kernel'],
  ['/sys', 'belongs to the kernel'],
  ['/outputs/x', 'hide a part of /outputs'],
  ['/inputs/x', 'hide a part of /inputs'],
])('refuses the volume %s, and says why', (path, why) => {
  expect(() => of(path)).toThrow(why);
});

it('refuses more volumes than a job can have', () => {
  const paths = Array.from({ length: 17 }, (_, index) => `/v${index}`);
  expect(() => of(...paths)).toThrow('declares 17 volumes, of 16');
  expect(of(...paths.slice(1))).toHaveLength(16);
});
