import { describe, expect, it } from 'vitest';
import { executeJob } from '../execute-job';
import type { OtherStart } from '../execution';
import { jobFrameOf, readJobFrame } from '../job-messages';
import type { Code } from '../testing/assemble-module';
import { assembleModule, call, I32, I64, i32c, i64c } from '../testing/assemble-module';
import { testJob } from '../testing/test-job';
import { dependenceOf } from './dependence';
import { lintModule } from './lint-module';

const DROP = 0x1a;
const AT = 64;
const errnoOf = (name: string, params: number[]) => ({ name, params, results: [I32] });
const IMPORTS = [
  errnoOf('fd_write', [I32, I32, I32, I32]),
  errnoOf('clock_time_get', [I32, I64, I32]),
  errnoOf('random_get', [I32, I32]),
];
const CLOCK: Code = [i32c(0), i64c(0n), i32c(AT), call(1), DROP];
const RANDOM: Code = [i32c(AT), i32c(8), call(2), DROP];
const PRINT: Code = [i32c(1), i32c(0), i32c(1), i32c(16), call(0), DROP];
/** As many rounds as the lowest bits at AT say. */
const WAIT: Code = [
  [i32c(AT), 0x28, 2, 0, i32c(255), 0x71, 0x21, 0],
  [0x03, 0x40, 0x20, 0, i32c(1), 0x6b, 0x22, 0, i32c(0), 0x4a, 0x0d, 0, 0x0b],
];

/** What a module of this code depends on; it has 8 bytes to print. */
async function foundOf(code: Code, imports = IMPORTS) {
  const iovec = [...new Uint8Array(new Uint32Array([AT, 8]).buffer)];
  const data = [{ at: 0, bytes: iovec }];
  const wasm = assembleModule({ imports, functions: [{ locals: [I32], code }], data });
  const run = (otherStart?: OtherStart) => {
    const { limits, moduleFiles, inputFiles } = testJob(wasm);
    const parts = { moduleFiles, inputFiles, limits, otherStart, transformed: undefined };
    // As it comes to a child.
    return executeJob(readJobFrame(jobFrameOf(parts)));
  };
  return dependenceOf(lintModule(wasm), await run(), run);
}

const none = { runs: 2, outputs: false, fuel: false };

describe('dependenceOf', () => {
  it('finds outputs that show the time, or random numbers', async () => {
    expect(await foundOf([CLOCK, PRINT])).toEqual({
      clock: { runs: 2, outputs: true, fuel: false },
      random: none,
    });
    expect(await foundOf([RANDOM, PRINT])).toEqual({
      clock: none,
      random: { runs: 2, outputs: true, fuel: false },
    });
  });

  it('finds other fuel for the same outputs', async () => {
    const { random } = await foundOf([RANDOM, WAIT]);
    expect(random).toEqual({ runs: 2, outputs: false, fuel: true });
  });

  it('finds nothing where they are asked for and not used', async () => {
    expect(await foundOf([CLOCK, RANDOM])).toEqual({ clock: none, random: none });
  });

  it('runs nothing again that does not ask', async () => {
    const notAsked = { runs: 0, outputs: false, fuel: false };
    const found = await foundOf([PRINT], IMPORTS.slice(0, 1));
    expect(found).toEqual({ clock: notAsked, random: notAsked });
  });
});
