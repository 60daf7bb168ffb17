import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTransformCache } from './transform-cache.server';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reckon-transforms-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILE_BYTES = 1_032;
const some = (fill: number) => new Uint8Array(1_000).fill(fill);

describe('transformed modules', () => {
  it('are held in memory up to the capacity, the last one whatever its size', () => {
    const cache = createTransformCache({ capacity: 2_500 });
    for (const key of [1, 2, 3]) cache.set(String(key), some(key));
    expect(cache.get('1')).toBeUndefined();
    expect(cache.get('2')).toEqual(some(2));
    const large = new Uint8Array(9_000);
    cache.set('large', large);
    expect(cache.get('large')).toBe(large);
    expect(cache.get('3')).toBeUndefined();
  });

  it('are kept in the folder up to its capacity, those not read for long dropped first', () => {
    const cache = createTransformCache({ folder, folderCapacity: 3 * FILE_BYTES });
    for (const key of ['a', 'b', 'c']) cache.set(key, some(1));
    for (const [seconds, key] of ['a', 'b', 'c'].entries()) {
      utimesSync(join(folder, key), seconds, seconds);
    }
    // Another process, which holds none in memory, reads the oldest.
    const other = createTransformCache({ folder, folderCapacity: 3 * FILE_BYTES });
    expect(other.get('a')).toEqual(some(1));
    other.set('d', some(2));
    expect(readdirSync(folder).sort()).toEqual(['a', 'c', 'd']);
  });
});
