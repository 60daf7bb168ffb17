import { expect, it } from 'vitest';
import { jsonTextsOf } from './json-texts';

it('makes JSON comparable whatever its spacing and order of keys', () => {
  const texts = jsonTextsOf('{"b":[1,2],"a":null}', '{ "a": null,\n "b": [1, 2] }');
  expect(texts?.theirs).toBe(texts?.found);
  const other = jsonTextsOf('{"a":1,"b":2}', '{"b":3,"a":1}');
  expect(other?.theirs.split('\n')).toEqual(['{', '  "a": 1,', '  "b": 2', '}']);
  expect(other?.found.split('\n')[2]).toBe('  "b": 3');
});

it('keeps numbers as they are written, and every other value as it is', () => {
  const own =
    '{"n":[0.1234567890123456789,1.0,1e400,-0],"s":"n1 \\"2\\": 3","e":"","t":[true,null,{}]}';
  const texts = jsonTextsOf(own, '[0.1234567890123456788]');
  for (const line of ['0.1234567890123456789,', '1.0,', '1e400,', '-0']) {
    expect(texts?.theirs.split('\n').map((one) => one.trim())).toContain(line);
  }
  expect(JSON.parse(texts?.theirs ?? '')).toEqual(JSON.parse(own));
  expect(texts?.found).toBe('[\n  0.1234567890123456788\n]');
});

it.each(['__proto__', 'toJSON', 'constructor'])('compares what stands under the key %s', (key) => {
  const [one, other] = [1, 2].map((x) => `{"a":0,"${key}":{"x":${x}}}`);
  const texts = jsonTextsOf(one ?? '', other ?? '');
  expect(JSON.parse(texts?.theirs ?? '')).toEqual(JSON.parse(one ?? ''));
  expect(texts?.found).toBe(texts?.theirs.replace('1', '2'));
});

it('shows the marks that would turn a line round, in keys as in texts', () => {
  const texts = jsonTextsOf('{"a\u202eb":"c\u202ed"}', '{}');
  expect(texts?.theirs).toBe('{\n  "a\\u202eb": "c\\u202ed"\n}');
});

it('leaves what is no JSON, or is meant to break its reader, to be compared as text', () => {
  expect(jsonTextsOf('{"a":1}', 'moo')).toBeUndefined();
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(jsonTextsOf(deep, deep)).toBeUndefined();
});
