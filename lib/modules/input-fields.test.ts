import { describe, expect, it } from 'vitest';
import { fieldError, fieldsOf, initialValues, jobOf, runCountOf, valuesOf } from './input-fields';
import { problemsOfJob } from './job-inputs';

const schema = {
  type: 'object',
  required: ['text', 'picture'],
  properties: {
    text: { type: 'string', title: 'What it says', maxLength: 40, default: 'Moo' },
    width: { type: 'integer', minimum: 1, maximum: 80, default: 40 },
    eyes: { type: 'string', enum: ['plain', 'dead'], default: 'plain' },
    loud: { type: 'boolean', default: false },
    picture: { type: 'string', format: 'file', 'x-mediaTypes': ['image/png'], 'x-maxBytes': 10 },
  },
} as const;

describe('fieldsOf', () => {
  it('draws one field a property, with what the schema starts it with', () => {
    const fields = fieldsOf(schema);
    expect(fields.map(({ kind }) => kind)).toEqual(['text', 'number', 'choice', 'switch', 'file']);
    expect(initialValues(fields)).toEqual({
      text: 'Moo',
      width: '40',
      eyes: 'plain',
      loud: false,
      picture: undefined,
    });
  });
});

describe('jobOf', () => {
  it('keeps the numbers of a choice numbers', () => {
    const fields = fieldsOf({
      type: 'object',
      properties: { rotate: { type: 'integer', enum: [0, 90, 180], default: 0 } },
      required: [],
      additionalProperties: false,
    } as never);
    expect(jobOf(fields, initialValues(fields)).job).toEqual({ rotate: 0 });
    expect(jobOf(fields, { rotate: '90' }).job).toEqual({ rotate: 90 });
  });

  it('turns text into values and files into paths of the bundle', () => {
    const file = new File(['12345'], '../my cat (1).png');
    const { job, files } = jobOf(fieldsOf(schema), {
      text: 'Moo',
      width: '12',
      eyes: 'dead',
      loud: true,
      picture: [file],
    });
    expect(job).toEqual({
      text: 'Moo',
      width: 12,
      eyes: 'dead',
      loud: true,
      picture: 'files/my-cat-1-.png',
    });
    expect(files).toEqual([{ name: 'my-cat-1-.png', file }]);
  });
  it('leaves out a number of nothing but blanks instead of reading it as 0', () => {
    const fields = fieldsOf(schema);
    expect(jobOf(fields, { ...initialValues(fields), width: '  ' }).job).not.toHaveProperty(
      'width',
    );
  });
});

describe('a file field that is mapped over', () => {
  const properties = { picture: { ...schema.properties.picture, 'x-map': true } };
  const fields = fieldsOf({ properties, required: ['picture'] });
  const file = (name: string, text = '1234') => new File([text], name);

  it('makes an ordinary job of one file and a map job of several, each with a name of its own', () => {
    expect(jobOf(fields, { picture: [file('a.png')] }).job).toEqual({ picture: 'files/a.png' });
    const picture = [file('a?.png'), file('a!.png'), file('2-a-.png'), file('b.png')];
    const { job, files } = jobOf(fields, { picture });
    const paths = ['files/a-.png', 'files/2-a-.png', 'files/2-2-a-.png', 'files/b.png'];
    expect(job).toEqual({ picture: paths });
    expect(files.map(({ name }) => `files/${name}`)).toEqual(paths);
    const uploads = new Map(files.map(({ name }) => [name, new Uint8Array(4)]));
    expect(problemsOfJob({ properties }, job as never, uploads)).toEqual([]);
    expect(runCountOf(fields, { picture })).toBe(4);
    expect(runCountOf(fields, {})).toBe(1);
  });

  it('keeps letters of any script in names, and an ending where nothing else is left', () => {
    const names = [
      'данные.jpg',
      '日本語 ファイル.png',
      'cafe\u0301.txt',
      '\u202e.jpg',
      '../../etc/passwd',
    ];
    const files = [...names, '…', '🐄.csv', '𝒶'.repeat(300)].map((name) => file(name));
    expect(jobOf(fields, { picture: files }).files.map(({ name }) => name)).toEqual([
      ...['данные.jpg', '日本語-ファイル.png', 'caf\u00e9.txt', 'file.jpg', 'etc-passwd'],
      ...['file', 'file.csv', '𝒶'.repeat(60)],
    ]);
  });

  it('begins no name that it cuts with a sign, or with a mark of a letter that it lost', () => {
    const end = `${'b'.repeat(55)}.png`;
    const files = [`aaa.${end}`, `aaaq\u0301${end}`].map((name) => file(name));
    expect(jobOf(fields, { picture: files }).files.map(({ name }) => name)).toEqual([
      end,
      `2-${end}`,
    ]);
  });

  it('says which of several files is wrong, and when they are too many or too large together', () => {
    const [field] = fields;
    expect(fieldError(field!, [])).toBe('Choose a file.');
    expect(fieldError(field!, [file('a'), file('b', '')])).toBe('The file b is empty.');
    expect(fieldError(field!, [file('a'), file('b', '12345678901')])).toMatch(
      'The file b is too large: 11 bytes, at most 10.',
    );
    expect(fieldError(field!, Array<File>(1_001).fill(file('a')))).toMatch('At most 1,000 files');
    const [unbounded] = fieldsOf({ properties: { any: { format: 'file', 'x-map': true } } });
    const half = file('half', 'x'.repeat(33 * 1024 * 1024));
    expect(fieldError(unbounded!, [half])).toBeUndefined();
    expect(fieldError(unbounded!, [half, half])).toMatch('too large together');
  });
});

describe('valuesOf', () => {
  it('gives a form that makes the same job again, with its files', () => {
    const fields = fieldsOf({
      ...schema,
      properties: { ...schema.properties, turn: { type: 'integer', enum: [0, 90], default: 0 } },
    } as never);
    const picture = new File(['png'], 'a.png');
    const made = jobOf(fields, {
      ...{ text: '', width: '7', eyes: 'dead', loud: true, turn: '90', picture: [picture] },
    });
    const files = new Map(made.files.map(({ name, file }) => [`files/${name}`, file as File]));
    const again = jobOf(fields, valuesOf(fields, made.job, files));
    expect(again).toEqual(made);
    expect(valuesOf(fields, { picture: 'files/gone.png' }, new Map()).picture).toBeUndefined();
  });
});

describe('fieldError', () => {
  const [text, width, , , picture] = fieldsOf(schema);
  it('says what is wrong', () => {
    expect(fieldError(text!, ' ')).toBe('What it says is needed.');
    expect(fieldError(text!, 'x'.repeat(41))).toMatch('At most 40');
    expect(fieldError(width!, '1.5')).toMatch('whole number');
    expect(fieldError(width!, '81')).toBe('At most 80.');
    expect(fieldError(width!, '40,5')).toBe(
      'This is not a number. Write digits alone, as in 1200.',
    );
    expect(fieldError(picture!, [new File(['1'], 'a.png'), new File([], 'b\u202egnp.exe')])).toBe(
      'The file b[U+202E]gnp.exe is empty.',
    );
    expect(fieldError(picture!, undefined)).toBe('Choose a file.');
    expect(fieldError(picture!, [new File(['12345678901'], 'a.png')])).toMatch('too large');
    expect(fieldError(picture!, [new File(['1234'], 'a.png')])).toBeUndefined();
  });
});

describe('the length of a text', () => {
  const properties = { tongue: { type: 'string', minLength: 3, maxLength: 5 } } as const;
  const errorOf = (text: string, required: readonly string[] = []) => {
    const [field] = fieldsOf({ properties, required });
    return fieldError(field!, text);
  };

  it('is at least the schema’s', () => {
    expect(errorOf('ab')).toBe('At least 3 characters; these are 2.');
    expect(errorOf('a')).toBe('At least 3 characters; this is 1.');
    expect(errorOf('abc')).toBeUndefined();
    expect(errorOf('', ['tongue'])).toBe('tongue is needed.');
  });

  it('is counted in characters: a cow is one', () => {
    expect(errorOf('🐄🐄🐄🐄🐄')).toBeUndefined();
    expect(errorOf('🐄🐄🐄🐄🐄🐄')).toBe('At most 5 characters; these are 6.');
    expect(errorOf('🐄🐄')).toBe('At least 3 characters; these are 2.');
  });

  it('is refused exactly where the engine refuses it', () => {
    const texts = ['', ' ', '  ', '   ', 'ab', 'abc', 'abcdef', '🐄', '🐄🐄🐄', '\ud83d'.repeat(6)];
    for (const text of texts) {
      const fields = fieldsOf({ properties });
      const { job } = jobOf(fields, { tongue: text });
      const isRefused = problemsOfJob({ properties }, job as never, new Map()).length > 0;
      expect(errorOf(text) !== undefined, JSON.stringify(text)).toBe(isRefused);
    }
  });
});
