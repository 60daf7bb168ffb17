import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withFigures } from './cost-section.mjs';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

it('docs/engine.md tells the figures of bench/engine.json (npm run bench:engine writes both)', () => {
  const text = read('docs/engine.md');
  expect(text).toBe(withFigures(text, JSON.parse(read('bench/engine.json')) as unknown));
});
