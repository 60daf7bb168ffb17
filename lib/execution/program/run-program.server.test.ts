import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildJobChild } from '../build-job-child.server';
import type { Execution } from '../execution';
import type { NodeRuntime } from '../sandbox-command.server';
import { baselineOnly, OPTIMISED_FLAGS, ownRuntime } from '../sandbox-command.server';
import { wideFrames } from '../testing/wide-frames';
import { createTransformCache } from '../transform-cache.server';
import { runProgram } from './run-program.server';

let childPath: string;
let folder: string;

beforeAll(async () => {
  childPath = await buildJobChild();
  folder = mkdtempSync(join(tmpdir(), 'reckon-run-program-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = ownRuntime();
const optimised = { ...own, flags: OPTIMISED_FLAGS };
const cache = createTransformCache({ capacity: 1 << 26 });
/** V8's optimising compiler exhausts its stack with these (see run-job.server.test.ts). */
const deep = wideFrames(2_000, 1_800, 5);

/** With a stdin that cannot be read twice: both children share its position, as they would a pipe's. */
async function ended(
  module: Uint8Array,
  stdin: Uint8Array | string,
  runtime: NodeRuntime,
): Promise<Execution> {
  const path = join(folder, 'stdin');
  writeFileSync(path, stdin);
  const input = openSync(path, 'r');
  const limits = { fuelLimit: 1n << 50n, memoryMiB: 256, storageMiB: 1 };
  const program = { module, name: 'deep', args: [], env: [], folders: [], limits };
  try {
    return await runProgram(program, { childPath, cache, input, runtime });
  } finally {
    closeSync(input);
  }
}

describe('a program whose frames are too large for the optimising compiler', () => {
  it.each([
    ['in the middle of its stdin', 'a line of text\n'.repeat(4_000)],
    ['behind the end of its stdin', 'a line of text\n'],
  ])('comes to its result %s', async (_where, stdin) => {
    const expected = await ended(deep, stdin, baselineOnly(own));
    expect(expected.status).toBe('completed');
    expect(await ended(deep, stdin, optimised)).toEqual(expected);
    const other = await ended(deep, stdin.replaceAll('a', 'b'), optimised);
    expect(other.stateDigest).not.toBe(expected.stateDigest);
  });
});
