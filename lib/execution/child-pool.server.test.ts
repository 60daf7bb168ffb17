import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildJobChild } from './build-job-child.server';
import { createChildPool } from './child-pool.server';
import { executeJob } from './execute-job';
import { runJob } from './run-job.server';
import { assembleModule } from './testing/assemble-module';
import { testJob } from './testing/test-job';

const GIB = 1024 ** 3;
const job = testJob(assembleModule({ functions: [{ code: [] }] }));

let childPath: string;
let folder: string;

beforeAll(async () => {
  childPath = realpathSync(await buildJobChild());
  folder = mkdtempSync(join(tmpdir(), 'reckon-pool-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
const ended = (pid: number) => vi.waitUntil(() => !isRunning(pid), { timeout: 10_000 });

describe('children that wait', () => {
  it('run one job each, which ends as it does here', async () => {
    const children = createChildPool(1);
    const expected = await executeJob(job);
    for (let round = 0; round < 3; round++) {
      expect(await runJob(job, { childPath, children })).toEqual(expected);
    }
    children.close();
  });

  it('are there before they are asked for, and another then', async () => {
    const children = createChildPool(1);
    await children.warm(childPath, GIB);
    const first = await children.take(childPath, GIB);
    const second = await children.take(childPath, GIB);
    expect(first.pid).not.toBe(second.pid);
    first.kill('SIGKILL');
    second.kill('SIGKILL');
    children.close();
  });

  it('are replaced when they die idle, and are no more than the pool holds', async () => {
    const children = createChildPool(1);
    await children.warm(childPath, GIB);
    const [first = 0] = children.pids();
    await children.warm(childPath, 2 * GIB);
    await ended(first);
    const [second = 0] = children.pids();
    expect(children.pids()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // sooner, it would be taken for broken
    process.kill(second, 'SIGKILL');
    await vi.waitUntil(() => children.pids()[0] !== second && children.pids().length === 1, {
      timeout: 10_000,
    });
    children.close();
  });

  it('end when the pool closes, which starts no more', async () => {
    const children = createChildPool(2);
    await children.warm(childPath, GIB);
    const pids = children.pids();
    expect(pids).toHaveLength(2);
    children.close();
    await Promise.all(pids.map(ended));
    expect(await runJob(job, { childPath, children })).toEqual(await executeJob(job));
    expect(children.pids()).toEqual([]);
  });

  it('end when the process that started them is killed', async () => {
    const owner = join(folder, 'owner.mjs');
    await build({
      stdin: {
        contents: `import { createChildPool } from './lib/execution/child-pool.server';
          const children = createChildPool(1);
          await children.warm(${JSON.stringify(childPath)}, ${GIB});
          console.log(children.pids()[0]);
          setInterval(() => {}, 1_000);`,
        resolveDir: process.cwd(),
      },
      outfile: owner,
      ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    });
    const parent = spawn(process.execPath, [owner], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text) => resolve(Number(text)));
    });
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await ended(pid);
  });
});
