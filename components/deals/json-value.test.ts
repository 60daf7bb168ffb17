import { expect, it } from 'vitest';
import { jsonTreeValue } from './json-value';
import { leafWords } from './written-json';

/** A tree as text again, each leaf as the page shows it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join()}]`;
  if (value === null || typeof value !== 'object') return leafWords(value);
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}:${shown(inner)}`,
  );
  return `{${members.join()}}`;
}

it('reads objects and lists', () => {
  for (const value of [
    {},
    [],
    { a: { b: [1, -2.5, 'c: "d", 12345678901234567890', null, true] }, '1': { a: 0 } },
    [{ a: 1 }, { a: 1 }],
    ['', 'n1', 's', 'null', false, { n: 'n' }],
  ]) {
    expect(shown(jsonTreeValue(JSON.stringify(value)))).toBe(JSON.stringify(value));
    expect(shown(jsonTreeValue(JSON.stringify(value, null, 2)))).toBe(JSON.stringify(value));
  }
  expect(jsonTreeValue('{"__proto__": {"a": 1}, "toString": 2}')).toBeDefined();
});

it('shows numbers as they are written, also where no double holds them', () => {
  const text =
    '[0.1234567890123456789,12345678901234567890,9007199254740993,1.0,-0,1e5,1E-7,1e999,-1E+400,1e-999]';
  expect(shown(jsonTreeValue(text))).toBe(text);
});

it('leaves to its text what is no JSON, or no tree', () => {
  for (const text of ['', '5', '"a"', 'null', '{"a":1,,}', '{"a":', '{"a":01}', '[.5]', '[1.]']) {
    expect(jsonTreeValue(text)).toBeUndefined();
  }
});

it('leaves to its text what has a key twice in one object', () => {
  for (const text of ['{"a": 1, "a": 2}', '[{"a": {"b": 1}, "\\u0061": 2}]']) {
    expect(jsonTreeValue(text)).toBeUndefined();
  }
});

it('reads what is nested deeper than functions may call themselves', () => {
  expect(jsonTreeValue('['.repeat(100_000) + ']'.repeat(100_000))).toBeDefined();
  expect(jsonTreeValue(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)).toBeDefined();
});
