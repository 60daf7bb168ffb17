import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Abi, toFunctionSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import { marketAbi } from './generated/market-abi';
import { marketLensAbi } from './generated/market-lens-abi';
import { marketErrorTexts } from './market-error.view';

type AbiError = Extract<Abi[number], { type: 'error' }>;

const errors: readonly AbiError[] = [...marketAbi, ...marketLensAbi].filter(
  (item) => item.type === 'error',
);
/** Solidity needs another name where a word is its own: now_. */
const signatures = errors.map(
  ({ name, inputs }) =>
    `${name}(${inputs.map((input) => input.name?.replace(/_$/, '')).join(', ')})`,
);

/** Lines of tables that begin with an error: `| \`Name(values)\` | selector | why | what to do |`. */
const rows = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/errors.md', () => {
  it('has a row for every error of the contracts, with the names of its values, and no other', () => {
    const documented = rows.map(([, error]) => error?.replaceAll('`', ''));
    expect([...documented].sort()).toEqual([...signatures].sort());
  });

  it('says why each happens and what to do', () => {
    for (const [, error, , why, todo] of rows) {
      expect(why, error).toMatch(/^[^.].{15,}\.$/);
      expect(todo, error).toMatch(/^[^.].{6,}\.$/);
    }
  });

  it('gives the selector that a skipped item names', () => {
    const selectors = new Map(
      errors.map((error) => [error.name, toFunctionSelector(signatureOf(error))]),
    );
    for (const [, error, selector] of rows) {
      const name = error?.replace(/^`|\(.*$/g, '') ?? '';
      expect(selector, error).toBe(`\`${selectors.get(name)}\``);
    }
  });
});

describe('the texts of errors on the pages', () => {
  it('are about errors that the market still has', () => {
    const names = errors.map(({ name }) => name).filter((name) => name.startsWith('Market_'));
    expect(Object.keys(marketErrorTexts).sort()).toEqual([...names].sort());
  });
});

const signatureOf = ({ name, inputs }: AbiError) =>
  `${name}(${inputs.map(({ type }) => type).join(',')})`;
