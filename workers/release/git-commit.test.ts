import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readCommit } from './git-commit';

const folder = mkdtempSync(join(tmpdir(), 'reckon-commit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

it('tells the commit and whether anything but deployments has changed', async () => {
  expect(await readCommit(folder)).toEqual({ commit: null, dirty: true });
  git('init');
  write('Market.sol', 'one');
  expect(await readCommit(folder)).toEqual({ commit: null, dirty: true });
  git('add', '.');
  git('commit', '-m', 'First');
  const commit = git('rev-parse', 'HEAD');
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  expect(await readCommit(folder)).toEqual({ commit, dirty: false });
  mkdirSync(join(folder, 'contracts/deployments'), { recursive: true });
  write('contracts/deployments/1.json', '{}');
  expect(await readCommit(folder)).toEqual({ commit, dirty: false });
  write('Market.sol', 'two');
  expect(await readCommit(folder)).toEqual({ commit, dirty: true });
  git('checkout', 'Market.sol');
  write('Other.sol', 'new');
  expect(await readCommit(folder)).toEqual({ commit, dirty: true });
  expect(await readCommit(join(folder, 'nowhere'))).toEqual({ commit: null, dirty: true });
});
