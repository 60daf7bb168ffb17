import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.server';
import { problemsOfJob } from './job-inputs';
import { ManifestError } from './manifest';
import { SAMPLES_PATH, samplesOf } from './samples';

const filesOf = (samples: string, more: Record<string, Uint8Array> = {}) =>
  new Map([[SAMPLES_PATH, new TextEncoder().encode(samples)], ...Object.entries(more)]);

describe('samplesOf', () => {
  it('is empty without a file', () => {
    expect(samplesOf(new Map())).toEqual([]);
  });

  it('gives each job with its files', () => {
    const bytes = Uint8Array.of(1, 2);
    const text = '[{"job":{"a":"files/x"},"files":{"x":"example/x"}},{"job":{},"files":{}}]';
    expect(samplesOf(filesOf(text, { 'example/x': bytes }))).toEqual([
      { job: { a: 'files/x' }, files: new Map([['x', bytes]]) },
      { job: {}, files: new Map() },
    ]);
  });

  it.each([
    ['no JSON', '[', /is not JSON/],
    ['no list', '{}', /the whole: /],
    [
      'one that ends whoever reads it',
      `[{"job":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}},"files":{}}]`,
      /too deep/,
    ],
    ['a sample without files', '[{"job":{}}]', /0\.files: /],
    ['something more', '[{"job":{},"files":{},"name":"a"}]', /0: /],
    ['a file that is not there', '[{"job":{},"files":{"x":"example/x"}}]', /sample 1 lacks exa/],
    ['too many', JSON.stringify(Array(51).fill({ job: {}, files: {} })), /the whole: /],
    ['too large', `[${' '.repeat(1024 * 1024)}]`, /above 1 MiB/],
  ])('refuses %s', (_name, text, words) => {
    const read = () => samplesOf(filesOf(text));
    expect(read).toThrow(ManifestError);
    expect(read).toThrow(words);
  });

  it('of curated modules fit their inputs', async () => {
    const named: string[] = [];
    for (const { manifest, files } of await loadCatalogue()) {
      for (const { job, files: uploads } of samplesOf(files)) {
        named.push(manifest.name);
        expect(problemsOfJob(manifest.inputs, job, uploads)).toEqual([]);
      }
    }
    expect(new Set(named)).toEqual(new Set(['image', 'run-js', 'sat', 'sqlite']));
  });
});
