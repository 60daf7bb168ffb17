import { expect, it } from 'vitest';
import { jsonTreeValue } from './json-value';

it('reads objects and lists', () => {
  for (const value of [
    {},
    [],
    { a: { b: [1, -2.5, 'c: "d", 12345678901234567890', null, true] }, '1': { a: 0 } },
    [{ a: 1 }, { a: 1 }],
  ]) {
    expect(jsonTreeValue(JSON.stringify(value))).toEqual(value);
    expect(jsonTreeValue(JSON.stringify(value, null, 2))).toEqual(value);
  }
  expect(jsonTreeValue('{"__proto__": {"a": 1}, "toString": 2}')).toBeDefined();
  expect(jsonTreeValue('[1.0, 1e5, 0.10000000000000001, 0.0, 0e9, 9007199254740992]')).toEqual([
    1, 100_000, 0.1, 0, 0, 9_007_199_254_740_992,
  ]);
});

it('leaves to its text what is no JSON, or no tree', () => {
  for (const text of ['', '5', '"a"', 'null', '{"a":1,,}', '{"a":']) {
    expect(jsonTreeValue(text)).toBeUndefined();
  }
});

it('leaves to its text what a tree would show otherwise than it is written', () => {
  for (const text of [
    '{"paid": 12345678901234567890}',
    '[9007199254740993]',
    '[1e999]',
    '[-1E+400]',
    '[1e-999]',
    '{"a": 1, "a": 2}',
    '[{"a": {"b": 1}, "\\u0061": 2}]',
  ]) {
    expect(jsonTreeValue(text)).toBeUndefined();
  }
});

it('reads what is nested deeper than functions may call themselves', () => {
  expect(jsonTreeValue('['.repeat(100_000) + ']'.repeat(100_000))).toBeDefined();
  expect(jsonTreeValue(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)).toBeDefined();
});
