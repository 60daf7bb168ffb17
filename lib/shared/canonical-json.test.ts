import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from './canonical-json';

describe('canonicalJson', () => {
  it('sorts members by UTF-16 units and leaves no white space', () => {
    const value = { b: [1, true, null], a: { '\u20ac': 'x', $: '"\n' }, '': -0 };
    expect(canonicalJson(value)).toBe('{"":0,"a":{"$":"\\"\\n","€":"x"},"b":[1,true,null]}');
  });

  it('gives the same text whatever the order of members, and parses back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
      }),
    );
  });

  it('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow('NaN');
    expect(() => canonicalJson({ a: undefined } as unknown as JsonValue)).toThrow('undefined');
    expect(() => canonicalJson('\ud800')).toThrow('Unicode');
  });
});

/** The same value with the members of every object in the opposite order. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const);
  return Object.fromEntries(entries.reverse());
}
