import { describe, expect, it } from 'vitest';
import { moduleNames } from '@/scripts/module-sources.mjs';
import { loadCatalogue } from './catalogue.server';
import { problemsOfJob } from './job-inputs';

describe('loadCatalogue', () => {
  it('loads every curated module with its content id and an example that its schema accepts', async () => {
    const catalogue = await loadCatalogue();
    const names = catalogue.map(({ manifest }) => manifest.name);
    expect(names).toEqual(moduleNames());
    expect(names).toEqual(expect.arrayContaining(['cowsay', 'sqlite', 'upscale']));
    for (const { id, cid, manifest, files, example } of catalogue) {
      expect(id).toMatch(/^0x[0-9a-f]{64}$/);
      expect(cid).toMatch(/^bafybei/);
      expect(files.has(manifest.entry)).toBe(true);
      expect(problemsOfJob(manifest.inputs, example.job, example.files)).toEqual([]);
    }
  });

  it('gives the same content id each time', async () => {
    const [first, second] = await Promise.all([loadCatalogue(), loadCatalogue()]);
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });
});
