import { expect, it } from 'vitest';
import { DAY_MS, imagesToDrop } from './images-to-drop';

const NOW = 100 * DAY_MS;
const image = (id: string, bytes: number, hoursAgo: number, isLent = false) => ({
  ...{ id, bytes, isLent },
  usedAt: NOW - hoursAgo * 3_600_000,
});
const drop = (...images: ReturnType<typeof image>[]) =>
  imagesToDrop(images, NOW, { mostBytes: 100, idleMs: DAY_MS });

it('keeps what was used lately and fits', () => {
  expect(drop(image('a', 50, 1), image('b', 50, 23))).toEqual([]);
});

it('drops what nobody has used for a day, unless a job has it', () => {
  expect(drop(image('old', 1, 25), image('lent', 1, 99, true))).toEqual(['old']);
});

it('drops the least lately used until the rest fits, and never one in use', () => {
  const images = [image('new', 60, 1), image('older', 30, 5), image('oldest', 30, 9)];
  expect(drop(...images)).toEqual(['oldest']);
  expect(drop(image('huge', 500, 0, true), ...images)).toEqual(['oldest', 'older', 'new']);
});
