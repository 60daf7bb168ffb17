import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../modules/manifest';
import { parseManifest } from '../../modules/manifest';
import { executeJob } from '../execute-job';
import { mapJob } from '../testing/map-job';
import { TEST_MANIFEST } from '../testing/test-job';
import { mediaTypeProblem } from './media-type-problem';
import type { ShownRun } from './problems-of-claims';
import { problemsOfClaims } from './problems-of-claims';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** It promises what every run below writes, and what need not be promised. */
function manifestOf(said: Record<string, unknown>): Manifest {
  const outputs = [output('stderr')];
  return parseManifest(bytesOf(JSON.stringify({ ...TEST_MANIFEST, outputs, ...said })));
}

const inputsOf = (properties: Record<string, unknown>, required: string[] = []) => ({
  inputs: { ...TEST_MANIFEST.inputs, properties, required },
});

const output = (path: string, kind = 'text', mediaType = 'text/plain') => ({
  ...{ path, kind, mediaType, title: path },
});

/** A run that writes these files and succeeds. */
function runOf(files: Record<string, string | Uint8Array>, more: Partial<ShownRun> = {}): ShownRun {
  const outputs = Object.entries({ stderr: 'by the way', stdout: '', ...files }).map(
    ([path, content]) => ({
      path,
      bytes: typeof content === 'string' ? bytesOf(content) : content,
    }),
  );
  return {
    ...{ name: 'example', job: {} },
    execution: { status: 'completed', exitCode: 0, outputs },
    ...more,
  };
}

const placesOf = (manifest: Manifest, ...runs: ShownRun[]): string[] =>
  problemsOfClaims(manifest, runs).map(({ place }) => place);

describe('a manifest that says what is so', () => {
  it('has no problems', () => {
    const manifest = manifestOf({ outputs: [output('stdout'), output('out/a', 'file', 'x/y')] });
    const run = runOf({ stdout: 'moo', 'out/a': 'any' });
    const inputsRead = new Set(['in/job.json']);
    expect(problemsOfClaims(manifest, [{ ...run, inputsRead }])).toEqual([]);
    expect(problemsOfClaims(manifest, [])).toEqual([]);
  });
});

describe('a lie about outputs', () => {
  it('is one that no run writes', () => {
    const manifest = manifestOf({ outputs: [output('stdout'), output('out/proof')] });
    const [problem] = problemsOfClaims(manifest, [runOf({ stdout: 'moo' })]);
    expect(problem).toEqual({
      place: 'outputs.1.path',
      message: expect.stringMatching(/^No run writes "out\/proof": .*samples\.json/),
    });
    const sample = runOf({ stdout: 'moo', 'out/proof': '1' }, { name: 'sample 1' });
    expect(placesOf(manifest, runOf({ stdout: 'moo' }), sample)).toEqual([]);
  });

  it('is a stream that stays empty', () => {
    expect(placesOf(manifestOf({ outputs: [output('stdout')] }), runOf({}))).toEqual([
      'outputs.0.path',
    ]);
  });

  it('is one that is written and not declared', () => {
    const manifest = manifestOf({ outputs: [output('out/a')] });
    const run = runOf({ 'out/a': '1', 'out/b': '2' });
    expect(problemsOfClaims(manifest, [run, { ...run, name: 'sample 1' }])).toEqual([
      { place: 'outputs', message: 'The example writes "out/b", which is not declared: add it.' },
    ]);
    expect(placesOf(manifest, runOf({ 'out/a': '1', stdout: 'moo' }))).toEqual(['outputs']);
  });

  it('is none where the job itself names the file', () => {
    const run = runOf({ 'out/b.csv': '1' }, { job: { script: 'writeText("b.csv", "1")' } });
    expect(placesOf(manifestOf({}), run)).toEqual([]);
    expect(placesOf(manifestOf({}), { ...run, job: { script: 'write("c.csv")' } })).toEqual([
      'outputs',
    ]);
  });

  it('is that there is none', () => {
    expect(placesOf(manifestOf({ outputs: [] }))).toEqual(['outputs']);
  });

  it('is one that no run can write, or that is there twice', () => {
    expect(placesOf(manifestOf({ outputs: [output('result.csv')] }))).toEqual(['outputs.0.path']);
    expect(placesOf(manifestOf({ outputs: [output('stdout'), output('stdout')] }))).toEqual([
      'outputs.1.path',
    ]);
  });

  it('is a kind that its media type is none of', () => {
    const outputs = [
      output('out/a', 'image', 'text/csv'),
      output('out/b', 'table', 'application/json'),
      output('out/c', 'text', 'image/png'),
      output('out/d', 'text', 'application/json'),
      output('out/e', 'image', 'image/svg+xml'),
    ];
    expect(placesOf(manifestOf({ outputs }))).toEqual([
      'outputs.0.kind',
      'outputs.1.kind',
      'outputs.2.kind',
    ]);
  });

  it('is a type that is none, or that would end a line of a header', () => {
    const outputs = [
      output('out/a', 'file', 'text/plain\r\nX: y'),
      output('out/b', 'file', 'picture'),
      output('out/c', 'file', 'text/plain; charset=utf-8'),
    ];
    const places = placesOf(manifestOf({ outputs }));
    expect(places).toEqual(['outputs.0.mediaType', 'outputs.1.mediaType']);
  });

  it.each([
    ['text/plain; charset="utf-8"', true],
    ['text/plain;charset=utf-8; title="a; b, (c)"', true],
    [String.raw`text/plain; title="a \"b\" \\"`, true],
    ['text/plain; title=""', true],
    ['text/plain; title="a', false],
    ['text/plain; title="a"b"', false],
    [String.raw`text/plain; title="a\"`, false],
    ['text/plain; title="a\r\nX: y"', false],
    ['text/plain; title="a\\\n"', false],
    [`text/plain; title="${'\\a'.repeat(40)}`, false],
  ])('may have a parameter in quotes: %j is one, %s', (mediaType, isOne) => {
    const places = placesOf(manifestOf({ outputs: [output('out/a', 'text', mediaType)] }));
    expect(places).toEqual(isOne ? [] : ['outputs.0.mediaType']);
  });

  it('is a type that the bytes are not of', () => {
    const manifest = manifestOf({ outputs: [output('out/a', 'image', 'image/png')] });
    const run = runOf({ 'out/a': 'P6 1 1' });
    expect(problemsOfClaims(manifest, [run, { ...run, name: 'sample 1' }])).toEqual([
      {
        place: 'outputs.0.mediaType',
        message: 'What the example writes to "out/a" does not begin as image/png does.',
      },
    ]);
  });
});

describe('a lie about what runs', () => {
  it.each([
    [{ status: 'completed', exitCode: 1 }, 'ends with exit code 1'],
    [{ status: 'trapped', exitCode: 0 }, 'ends trapped'],
    [{ status: 'fuel-exhausted', exitCode: 0 }, 'ends fuel-exhausted'],
    [{ status: 'output-exceeded', exitCode: 0 }, 'ends output-exceeded'],
  ] as const)('is an example that ends as %j', (end, words) => {
    const manifest = manifestOf({ outputs: [output('out/a')] });
    expect(problemsOfClaims(manifest, [runOf({}, { execution: { ...end, outputs: [] } })])).toEqual(
      [{ place: 'example', message: `The example ${words}: it must be a job that succeeds.` }],
    );
  });
});

describe('an example without what may be left out', () => {
  const bare = runOf({ 'out/a': '1' }, { name: 'bare example', leftOut: ['hat', 'eyes'] });
  const manifest = manifestOf({ outputs: [output('out/a')] });

  it('must succeed as well', () => {
    const execution = { status: 'completed', exitCode: 3, outputs: [] } as const;
    expect(problemsOfClaims(manifest, [bare, { ...bare, execution }])).toEqual([
      {
        place: 'inputs.required',
        message:
          'hat, eyes may be left out, but without them the example ends with exit code 3: require them, let the program use the default, or add a sample that does without.',
      },
    ]);
    expect(problemsOfClaims(manifest, [bare])).toEqual([]);
  });
});

describe('a lie about inputs', () => {
  it.each([
    ['a field that is needed and that there is not', inputsOf({}, ['text']), 'inputs.required'],
    [
      'a default too long',
      inputsOf({ a: { type: 'string', maxLength: 1, default: 'ab' } }),
      'a.default',
    ],
    [
      'a default that is no choice',
      inputsOf({ a: { type: 'string', enum: ['x'], default: 'y' } }),
      'a.default',
    ],
    ['a default of a half', inputsOf({ a: { type: 'integer', default: 0.5 } }), 'a.default'],
    [
      'a choice out of bounds',
      inputsOf({ a: { type: 'integer', maximum: 1, enum: [1, 2] } }),
      'a.enum',
    ],
    [
      'bounds the wrong way round',
      inputsOf({ a: { type: 'number', minimum: 2, maximum: 1 } }),
      'inputs.a',
    ],
    [
      'bounds between two whole numbers',
      inputsOf({ a: { type: 'integer', minimum: 4.5, exclusiveMaximum: 5 } }),
      'inputs.a',
    ],
    [
      'bounds around nothing',
      inputsOf({ a: { type: 'number', minimum: 1, exclusiveMaximum: 1 } }),
      'inputs.a',
    ],
    [
      'lengths the wrong way round',
      inputsOf({ a: { type: 'string', minLength: 2, maxLength: 1 } }),
      'a.maxLength',
    ],
  ])('is %s', (_name, said, place) => {
    expect(placesOf(manifestOf(said))).toEqual([expect.stringContaining(place)]);
  });

  it('is none where the bounds leave one value', () => {
    const said = inputsOf({
      a: { type: 'number', minimum: 1, maximum: 1 },
      b: { type: 'boolean' },
    });
    expect(placesOf(manifestOf(said))).toEqual([]);
  });

  it('are values that no run reads', () => {
    const run = (...read: string[]) => runOf({}, { inputsRead: new Set(read) });
    const manifest = manifestOf(inputsOf({ a: { type: 'string' } }));
    expect(problemsOfClaims(manifest, [run()])).toEqual([
      { place: 'inputs', message: 'No run reads /in/job.json: a cannot have any effect.' },
    ]);
    expect(placesOf(manifest, run(), run('in/job.json'))).toEqual([]);
    expect(placesOf(manifest, runOf({}))).toEqual([]);
    expect(placesOf(manifestOf(inputsOf({})), run())).toEqual([]);
  });

  it('is a file that no run reads', () => {
    const manifest = manifestOf(inputsOf({ a: { type: 'string', format: 'file' } }));
    const run = (read: string, job = {}) => runOf({}, { job, inputsRead: new Set([read]) });
    expect(placesOf(manifest, run('in/job.json', { a: 'files/x' }))).toEqual(['inputs.a']);
    expect(placesOf(manifest, run('in/files/x', { a: 'files/x' }))).toEqual([]);
    // Nobody gives it: there is nothing to see.
    expect(placesOf(manifest, run('in/job.json'))).toEqual([]);
  });
});

describe('a run of the engine', () => {
  it('tells which inputs the module has read, item by item', async () => {
    const readBy = async (job: Parameters<typeof executeJob>[0]) => {
      const read: string[] = [];
      const onProgress = ({ inputsRead = [] }: { inputsRead?: readonly string[] | undefined }) =>
        void read.push(...inputsRead);
      await executeJob({ ...job, onProgress });
      return read;
    };
    // Its module opens "bad" without reading it, and reads job.json.
    expect(await readBy(mapJob('plain'))).toEqual(['in/job.json']);
    expect(await readBy(mapJob('bad'))).toEqual([]);
    expect(await readBy(mapJob(['a', 'b']))).toEqual(['in/job.json', 'in/job.json']);
  });

  it('shows the outputs of a map job without their folders', async () => {
    const request = mapJob(['a', 'b']);
    const execution = await executeJob(request);
    const said = JSON.parse(new TextDecoder().decode(request.moduleFiles.get('manifest.json')));
    const job = { file: ['files/a', 'files/b'] };
    const told = { name: 'example', job, execution };
    const outputs = [output('stdout'), output('out/file')];
    expect(placesOf(manifestOf({ inputs: said.inputs, outputs }), told)).toEqual([]);
    expect(
      placesOf(manifestOf({ inputs: said.inputs, outputs: [output('stderr')] }), told),
    ).toEqual(['outputs', 'outputs', 'outputs.0.path']);
  });
});

describe('mediaTypeProblem', () => {
  it.each([
    ['text/plain', 'ünï', undefined],
    ['text/plain; charset=utf-8', '', undefined],
    ['text/csv', Uint8Array.of(0xff, 0xfe), 'is not UTF-8'],
    ['text/plain', 'a\0b', 'holds NUL bytes'],
    ['application/json', '{"a":1}', undefined],
    ['application/geo+json', '{', 'is not JSON'],
    ['image/svg+xml', '\ufeff<?xml version="1.0"?>\n<svg/>', undefined],
    ['image/svg+xml', '<html>', 'does not begin as image/svg+xml does'],
    ['IMAGE/JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), undefined],
    ['audio/wav', 'RIFF....WAVE', undefined],
    ['audio/wav', 'RIFF....WEBP', 'does not begin'],
    ['application/octet-stream', Uint8Array.of(0), undefined],
    ['application/json', new Uint8Array(16 * 2 ** 20 + 1), 'has more than the 16 MiB'],
  ])('of %s, no. %#, says what is amiss', (type, content, problem) => {
    const found = mediaTypeProblem(type, typeof content === 'string' ? bytesOf(content) : content);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});
