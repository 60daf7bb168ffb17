import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GuardName, guards, withoutGuard } from './guards';

const sourceOf = (file: string) =>
  readFileSync(new URL(`../../contracts/src/${file}`, import.meta.url), 'utf8');

describe('guards', () => {
  it.each(Object.keys(guards) as GuardName[])('%s stands in the contracts once', (name) => {
    const source = sourceOf(guards[name].file);
    const without = withoutGuard(name, source);
    expect(without).not.toBe(source);
    expect(without).toContain(guards[name].instead);
  });

  it('says so when a contract has changed', () => {
    expect(() => withoutGuard('late-penalty', 'contract Exits {}')).toThrow(/0 times in Exits.sol/);
    const { text } = guards['late-penalty'];
    expect(() => withoutGuard('late-penalty', `${text} ${text}`)).toThrow(/2 times/);
  });
});
