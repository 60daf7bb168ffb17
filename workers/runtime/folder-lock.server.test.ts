import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderTakenError, lockFolder } from './folder-lock.server';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reckon-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is one process’ at a time, and free after it', async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(FolderTakenError);
  await expect(lockFolder(folder)).rejects.toThrow(`Process ${process.pid} on`);
  await lock.release();
  await (await lockFolder(folder)).release();
  expect(await readdir(folder)).toEqual([]);
});

it('is taken over at once from a process that was killed', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const first = await lockFolder(folder);
  const path = join(folder, 'lock');
  const holder = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...holder, id: 'x', pid: child.pid, born: '' }));
  await expect(lockFolder(folder)).rejects.toThrow(FolderTakenError);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const second = await lockFolder(folder);
  // Who lost it does not take it away from who has it now.
  await first.release();
  await expect(lockFolder(folder)).rejects.toThrow(FolderTakenError);
  await second.release();
});

it('is not taken for held because its number went to another process', async () => {
  const lock = await lockFolder(folder);
  const path = join(folder, 'lock');
  const holder = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...holder, id: 'x', born: '1' }));
  await (await lockFolder(folder)).release();
  await lock.release();
});

it('of another host is waited for half a minute', async () => {
  const path = join(folder, 'lock');
  await writeFile(path, JSON.stringify({ id: 'x', pid: 1, host: 'elsewhere', born: '' }));
  await expect(lockFolder(folder)).rejects.toThrow('on elsewhere');
  const old = new Date(Date.now() - 31_000);
  await utimes(path, old, old);
  await (await lockFolder(folder)).release();
});

it('goes to exactly one of many that find a dead one', async () => {
  await writeFile(join(folder, 'lock'), 'damaged by a power loss');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
