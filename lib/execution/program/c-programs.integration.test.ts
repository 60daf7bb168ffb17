import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileC } from '../testing/compile-c';
import { jobCommandIn } from '../testing/job-command';

const { folder, run, runJson, remove } = jobCommandIn();
afterAll(remove);

/** What published WASI tests ask of a runtime, in words of our own: a failed one aborts. */
describe('a program in C', () => {
  it('reads, writes, lists and stamps files as POSIX says', () => {
    const path = join(folder, 'shared');
    mkdirSync(join(path, 'folder'), { recursive: true });
    writeFileSync(join(path, 'text.txt'), '01234567');
    for (const name of ['file-0', 'file-1']) writeFileSync(join(path, 'folder', name), '');
    const program = compileC('posix-files');
    const guest = ['--dir', `/=${path}`];
    expect(run(program, guest)).toEqual({ code: 0, stdout: 'all is well\n', stderr: '' });
    expect(readdirSync(path)).toEqual(['folder', 'text.txt']);
    // Times are of the virtual clock: the same each run.
    expect(runJson(program, guest)).toEqual(runJson(program, guest));
  });

  it('gets the errors that the calls of WASI have', () => {
    const path = join(folder, 'scratch');
    mkdirSync(path);
    const program = compileC('wasi-calls');
    const ended = run(program, ['--dir', `/scratch=${path}`]);
    expect(ended).toEqual({ code: 0, stdout: 'all is well\n', stderr: '' });
    expect(readdirSync(path)).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });
});
