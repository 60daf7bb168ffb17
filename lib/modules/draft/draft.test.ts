import { describe, expect, it } from 'vitest';
import { problemsOfJob } from '../job-inputs';
import { ManifestError } from '../manifest';
import { fuelLimitOf, problemOfDraft } from './draft-problem';
import { inputRowsOf, withInput, withNewInput } from './edit-inputs';
import { inferInputs } from './infer-inputs';
import { inferOutputs } from './infer-outputs';
import { manifestOf, moduleFilesOf, nameOfTitle, trialManifestOf } from './module-draft';
import { STARTER_DRAFT } from './starter-draft';

const ENGINE = 'reckon-wasm@2.0.0';
const described = {
  ...STARTER_DRAFT,
  title: 'Words, counted',
  name: nameOfTitle('Words, counted'),
  summary: 'Counts.',
  author: 'me',
  inputs: JSON.stringify(inferInputs({ text: 'a', times: 3 })),
  wasm: { name: 'x.wasm', bytes: new Uint8Array(8) },
};

describe('a draft', () => {
  it('becomes a module with a canonical manifest', () => {
    const files = moduleFilesOf(described, ENGINE);
    expect([...files.keys()]).toEqual(['manifest.json', 'module.wasm']);
    const text = new TextDecoder().decode(files.get('manifest.json'));
    expect(text.startsWith('{"author":"me","class":"A","description"')).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ name: 'words-counted', tags: [] });
  });

  it('tells its author what is still to do in the words of the form', () => {
    const of = (change: object) => problemOfDraft({ ...described, ...change }, ENGINE);
    const outputs = [{ path: 'stdout', kind: 'text', mediaType: 'text/plain', title: 'Text' }];
    expect(of({ title: '', name: '', author: ' ' })).toBe('Still to fill in: title, author.');
    expect(of({ title: '数', name: nameOfTitle('数') })).toMatch(/^Title: use a letter/);
    expect(of({ memoryMiB: '1.5' })).toBe('Memory: write a whole number above 0.');
    expect(of({ fuelLimit: 'much' })).toBe('Fuel limit: write a whole number above 0.');
    expect(of({})).toMatch(/^Outputs: there is none yet/);
    expect(of({ outputs, fuelLimit: '1,000 000' })).toBeUndefined();
    expect(fuelLimitOf({ ...described, fuelLimit: '1,000 000' })).toBe(1_000_000n);
  });

  it('says which field is missing or wrong', () => {
    const wrong = (change: object, words: RegExp) =>
      expect(() => manifestOf({ ...described, ...change }, ENGINE)).toThrow(words);
    wrong({ title: '' }, /title/);
    wrong({ fuelLimit: 'much' }, /fuelLimit/);
    wrong({ memoryMiB: '1.5' }, /memoryMiB/);
    wrong({ inputs: '{' }, /Inputs: this is not JSON/);
    wrong({ job: '[]' }, /one object/);
    expect(() => moduleFilesOf({ ...described, wasm: undefined }, ENGINE)).toThrow(ManifestError);
  });

  it('can be tried before anything is described', () => {
    const manifest = trialManifestOf(STARTER_DRAFT, ENGINE);
    expect(problemsOfJob(manifest.inputs, manifest.example.job as never, new Map())).toEqual([]);
  });
});

describe('what is guessed', () => {
  it('of inputs fits the job that it was guessed from', () => {
    const job = { text: 'a', longText: 'a\nb', size: 1.5, loud: true, picture: 'files/a.png' };
    const schema = inferInputs(job);
    expect(problemsOfJob(schema, job, new Map([['a.png', new Uint8Array(1)]]))).toEqual([]);
    expect(schema.required).toEqual(['text', 'longText', 'picture']);
    expect(schema.properties?.longText).toMatchObject({ title: 'Long text', 'x-multiline': true });
  });

  it('of outputs goes by the ending, and leaves out what is empty', () => {
    const bytes = new TextEncoder().encode('x');
    const made = ['stdout', 'stderr', 'out/a_b.csv', 'out/x.png', 'out/c'].map((path) => ({
      path,
      bytes,
    }));
    const outputs = inferOutputs([...made, { path: 'out/none', bytes: new Uint8Array(0) }]);
    expect(outputs.map(({ path, kind, title }) => [path, kind, title])).toEqual([
      ['stdout', 'text', 'What it printed'],
      ['out/a_b.csv', 'table', 'A b'],
      ['out/x.png', 'image', 'X'],
      ['out/c', 'file', 'C'],
    ]);
  });
});

describe('the builder of inputs', () => {
  const text = JSON.stringify(inferInputs({ text: 'a', times: 3 }));
  const [first, second] = inputRowsOf(text) ?? [];

  it('changes what it shows and keeps the rest', () => {
    if (!first || !second) throw new Error('there are two inputs');
    const renamed = JSON.parse(withInput(text, 'text', { ...first, name: 'words' }));
    expect(renamed.required).toEqual(['words']);
    expect(Object.keys(renamed.properties)).toEqual(['words', 'times']);
    const file = JSON.parse(withInput(text, 'times', { ...second, kind: 'file' }));
    expect(file.properties.times).toEqual({ type: 'string', title: 'Times', format: 'file' });
    expect(JSON.parse(withInput(text, 'text', undefined))).toMatchObject({ required: [] });
  });

  it('begins with nothing, and leaves alone what it cannot read', () => {
    expect(inputRowsOf(withNewInput(''))).toMatchObject([{ name: 'input1', kind: 'text' }]);
    expect(inputRowsOf('{')).toBeUndefined();
    expect(withInput('{', 'x', undefined)).toBe('{');
  });
});
