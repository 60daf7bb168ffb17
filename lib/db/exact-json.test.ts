import { describe, expect, it } from 'vitest';
import { parseExactJson, stringifyExactJson } from './exact-json';

describe('exact JSON', () => {
  it('gives back bigints of any size, nested anywhere', () => {
    const value = { fuel: 2n ** 255n, list: [0n, -1n, 'text', null, true, 1.5], deep: { n: 7n } };
    expect(parseExactJson(JSON.parse(stringifyExactJson(value)))).toEqual(value);
  });

  it('leaves hex and digits without the mark alone', () => {
    const value = { hash: '0x12n', digits: '12', empty: '' };
    expect(parseExactJson(JSON.parse(stringifyExactJson(value)))).toEqual(value);
  });
});
