import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildJobChild } from './build-job-child.server';
import { sandboxLayers } from './sandbox-command.server';

let childPath: string;
let folder: string;
let owner: string;
const layers = await sandboxLayers();

const ENOUGH_MS = 500;

/** Starts a child without bubblewrap, gives it a module that never leaves its innermost loop. */
const OWNER = (setpriv: boolean): string => `
  import { spawn } from 'node:child_process';
  import { encodeFrame } from './lib/execution/job-frames';
  import { jobFrameOf } from './lib/execution/job-messages';
  import { endWithThisProcess } from './lib/execution/running-children.server';
  import { commandWithin } from './lib/execution/sandbox-command.server';
  import { assembleModule, br, EMPTY, END } from './lib/execution/testing/assemble-module';
  import { testJob } from './lib/execution/testing/test-job';
  const none = { permissions: true, limits: true, namespaces: false, systemCalls: false };
  const layers = { ...none, limits: ${layers.limits}, parentDeath: ${setpriv} };
  const { command, args } = commandWithin(layers, process.argv[2], 2 ** 31);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  endWithThisProcess(child, ${setpriv});
  const wasm = assembleModule({ functions: [{ code: [0x03, EMPTY, br(0), END] }] });
  const job = testJob(wasm, { limits: { fuelLimit: 1n << 60n } });
  for (const piece of encodeFrame(jobFrameOf({ ...job, transformed: undefined }))) child.stdin.write(piece);
  child.stdin.end();
  // The module is loaded; soon it runs, and says nothing more.
  child.stdout.once('data', () => setTimeout(() => console.log(child.pid), ${ENOUGH_MS}));`;

async function buildOwner(setpriv: boolean): Promise<string> {
  const outfile = join(folder, `owner-${setpriv}.mjs`);
  await build({
    stdin: { contents: OWNER(setpriv), resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
  });
  return outfile;
}

beforeAll(async () => {
  childPath = realpathSync(await buildJobChild());
  folder = mkdtempSync(join(tmpdir(), 'reckon-running-'));
  owner = await buildOwner(false);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends the process that started a child, and waits for the child to end. */
async function childEndsAfter(script: string, signal: NodeJS.Signals): Promise<void> {
  const parent = spawn(process.execPath, [script, childPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text) => resolve(Number(String(text).split('\n')[0])));
  });
  expect(isRunning(pid)).toBe(true);
  const endedBy = new Promise((resolve) => parent.once('exit', (_code, by) => resolve(by)));
  parent.kill(signal);
  try {
    expect(await endedBy).toBe(signal);
    await vi.waitUntil(() => !isRunning(pid), { timeout: 5_000 });
  } finally {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  }
}

describe('a child in an endless innermost loop', () => {
  it.each(['SIGINT', 'SIGHUP'] as const)('ends with its parent that gets %s', async (signal) => {
    await childEndsAfter(owner, signal);
  });

  // Elsewhere nothing can: such a child runs until its fuel ends.
  it.runIf(layers.parentDeath)('ends with its parent that is killed', async () => {
    await childEndsAfter(await buildOwner(true), 'SIGKILL');
  });
});
