import { type Schema, Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputFilesOf, type Job, JobProblemsError, problemsOfJob } from './job-inputs';

const schema = {
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 5 },
    width: { type: 'integer', minimum: 4 },
    picture: { type: 'string', format: 'file', 'x-maxBytes': 3 },
  },
  required: ['text'],
  additionalProperties: false,
} as const;

const salt = new Uint8Array(32).fill(7);
const picture = new Map([['a.png', Uint8Array.of(1, 2, 3)]]);

describe('inputFilesOf', () => {
  it('lays out job.json as canonical JSON, the files and the salt', () => {
    const bundle = inputFilesOf(
      schema,
      { width: 5, text: 'Moo', picture: 'files/a.png' },
      picture,
      salt,
    );
    expect([...bundle.keys()]).toEqual(['job.json', 'files/a.png', 'salt']);
    expect(new TextDecoder().decode(bundle.get('job.json'))).toBe(
      '{"picture":"files/a.png","text":"Moo","width":5}',
    );
    expect(bundle.get('salt')).toEqual(salt);
  });

  it('refuses a job with every problem in it, and a short salt', () => {
    const make = () => inputFilesOf(schema, { width: 1, eyes: 'oo' }, new Map(), salt);
    expect(make).toThrow(JobProblemsError);
    expect(make).toThrow(/width.*4/);
    expect(() => inputFilesOf(schema, { text: 'Moo' }, new Map(), salt.slice(1))).toThrow(
      '32 bytes',
    );
  });
});

describe('problemsOfJob', () => {
  const fieldsOf = (job: Job, files = new Map()) =>
    problemsOfJob(schema, job, files).map(({ field }) => field);

  it('names the field of each problem', () => {
    expect(fieldsOf({ text: 'Moo' })).toEqual([]);
    expect(fieldsOf({})).toEqual(['text']);
    expect(fieldsOf({ text: '', width: 1.5 }).sort()).toEqual(['text', 'width']);
    expect(fieldsOf({ text: 'Moo', eyes: 'oo' })).toContain('eyes');
  });

  it('wants every named file, of the right size, and no other', () => {
    expect(fieldsOf({ text: 'Moo', picture: 'files/a.png' }, picture)).toEqual([]);
    expect(fieldsOf({ text: 'Moo', picture: 'files/b.png' }, picture)).toEqual(['picture', '']);
    expect(fieldsOf({ text: 'Moo', picture: '/etc/passwd' })).toEqual(['picture']);
    expect(fieldsOf({ text: 'Moo' }, picture)).toEqual(['']);
    const large = new Map([['a.png', new Uint8Array(4)]]);
    expect(fieldsOf({ text: 'Moo', picture: 'files/a.png' }, large)).toEqual(['picture']);
  });

  it('takes a list of files where the field is mapped over, and says what is wrong with it', () => {
    const mapped = { properties: { pictures: { ...schema.properties.picture, 'x-map': true } } };
    const files = new Map(['a', 'b', 'large'].map((name) => [name, new Uint8Array(name.length)]));
    const messagesOf = (pictures: Job[string], uploads: readonly string[]) =>
      problemsOfJob(
        mapped,
        { pictures },
        new Map([...files].filter(([name]) => uploads.includes(name))),
      ).map(({ field, message }) => `${field}: ${message}`);
    expect(messagesOf(['files/b', 'files/a'], ['a', 'b'])).toEqual([]);
    expect(messagesOf('files/a', ['a'])).toEqual([]);
    expect(messagesOf([], [])).toEqual(['pictures: At least one file is needed.']);
    expect(messagesOf(['files/a', 1], ['a'])).toEqual([
      'pictures: Each entry must be the name of a file.',
    ]);
    expect(messagesOf(['files/a', 'files/a'], ['a'])).toEqual([
      'pictures: The file "files/a" is named twice.',
    ]);
    expect(messagesOf(['files/a', 'files/c', 'files/large'], ['a', 'b', 'large'])).toEqual([
      'pictures: The file "files/c" is missing.',
      'pictures: The file "files/large" has 5 bytes; at most 3.',
      ': No field names "b".',
    ]);
    const many = Array.from({ length: 1_001 }, (_, index) => `files/${index}`);
    expect(messagesOf(many, [])).toEqual([
      'pictures: At most 1000 files; these are 1001. Make several jobs of them.',
    ]);
    expect(problemsOfJob(schema, { text: 'Moo', picture: ['files/a.png'] }, picture)).toEqual([
      { field: 'picture', message: 'This must be string.' },
    ]);
  });

  it('refuses what is no object', () => {
    for (const job of [null, [], 'Moo', 3]) {
      expect(problemsOfJob(schema, job as unknown as Job, new Map())).toHaveLength(1);
    }
  });

  it('agrees with a JSON Schema 2020-12 validator', () => {
    const bounds = fc.record(
      {
        minimum: fc.integer({ min: -2, max: 2 }),
        maximum: fc.integer({ min: -2, max: 2 }),
        exclusiveMinimum: fc.integer({ min: -2, max: 2 }),
        exclusiveMaximum: fc.integer({ min: -2, max: 2 }),
      },
      { requiredKeys: [] },
    );
    const lengths = fc.record(
      { minLength: fc.nat({ max: 3 }), maxLength: fc.nat({ max: 3 }) },
      { requiredKeys: [] },
    );
    const property = fc.oneof(
      lengths.map((rest) => ({ type: 'string', ...rest })),
      fc.constant({ type: 'string', enum: ['a', '😀'] }),
      fc
        .tuple(fc.constantFrom('integer', 'number'), bounds)
        .map(([type, rest]) => ({ type, ...rest })),
      fc.constant({ type: 'integer', enum: [0, 2] }),
      fc.constant({ type: 'boolean' }),
    );
    const value = fc.oneof(
      fc.constantFrom('', 'a', 'ab', '😀', '😀😀', 'a😀b', 'abcd'),
      fc.constantFrom(-2, -1, -0, 0, 0.5, 1, 2, 3, 1e300),
      fc.boolean(),
      fc.constantFrom(null, [], {}, ['a']),
    );
    const names = fc.constantFrom('a', 'b', 'constructor', 'length');
    fc.assert(
      fc.property(
        fc.dictionary(names, property),
        fc.uniqueArray(names),
        fc.dictionary(names, value),
        (properties, required, job) => {
          const inputs = { type: 'object', properties, required, additionalProperties: false };
          const { valid } = new Validator(inputs as Schema, '2020-12').validate(job);
          expect(problemsOfJob(inputs, job as Job, new Map()).length === 0).toBe(valid);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
