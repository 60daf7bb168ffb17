import { expect, it } from 'vitest';
import { parseManifest } from '../../modules/manifest';
import { TEST_MANIFEST } from '../testing/test-job';
import { shownJobsOf } from './shown-jobs';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const shownOf = (job: object, samples: object[], required: string[] = []) => {
  const properties = {
    text: { type: 'string' },
    hat: { type: 'string' },
    file: { type: 'string', format: 'file' },
  };
  const inputs = { ...TEST_MANIFEST.inputs, properties, required };
  const example = { job: { ...job, file: 'files/a' }, files: { a: 'example/a' } };
  const manifest = parseManifest(bytesOf({ ...TEST_MANIFEST, inputs, example }));
  const files = new Map([
    ['example/a', bytesOf(1)],
    ['example/samples.json', bytesOf(samples.map((one) => ({ job: one, files: {} })))],
  ]);
  return shownJobsOf(manifest, files).map(({ name, job, leftOut }) => [name, job, leftOut]);
};

it('shows the example without the values that may be left out, with its files', () => {
  const job = { text: 'moo', hat: 'top' };
  expect(shownOf(job, [{ text: 'oink', hat: 'no' }], ['text'])).toEqual([
    ['example', { ...job, file: 'files/a' }, undefined],
    ['sample 1', { text: 'oink', hat: 'no' }, undefined],
    ['bare example', { text: 'moo', file: 'files/a' }, ['hat']],
  ]);
});

it('leaves out only what no sample does without', () => {
  const names = (...samples: object[]) =>
    shownOf({ text: 'moo', hat: 'top' }, samples).map(([name, , leftOut]) => [name, leftOut]);
  expect(names({ text: 'oink' }).at(-1)).toEqual(['bare example', ['text']]);
  expect(names({ text: 'oink' }, { hat: 'no' }).at(-1)).toEqual(['sample 2', undefined]);
});
