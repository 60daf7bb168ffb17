import { bytesToHex } from 'viem';
import { expect, it } from 'vitest';
import { executeJob } from './execute-job';
import { readJobFrame } from './job-messages';
import type { Code } from './testing/assemble-module';
import {
  assembleModule,
  brIf,
  call,
  EMPTY,
  END,
  F64,
  f64c,
  get,
  I32,
  I64,
  i32c,
  i64c,
  set,
} from './testing/assemble-module';
import { WARM_UP_WASM, warmUp, warmUpFrame } from './warm-up';

const [JOB, FILE] = ['in/job.json', 'out/file'] as const;
const textAt = (at: number, text: string) => ({ at, bytes: [...new TextEncoder().encode(text)] });
const openAt = (at: number, length: number, flags: number, rights: bigint): Code => [
  [i32c(3), i32c(0), i32c(at), i32c(length), i32c(flags)],
  [i64c(rights), i64c(0n), i32c(0), i32c(16), call(0), 0x1a],
];
const transfer = (descriptor: number, of: number): Code => [
  [i32c(descriptor), i32c(0), i32c(1), i32c(20), call(of), 0x1a],
];

it('warms up with the module that it says', () => {
  const built = assembleModule({
    imports: [
      { name: 'path_open', params: [I32, I32, I32, I32, I32, I64, I64, I32, I32], results: [I32] },
      { name: 'fd_read', params: [I32, I32, I32, I32], results: [I32] },
      { name: 'fd_write', params: [I32, I32, I32, I32], results: [I32] },
      { name: 'fd_close', params: [I32], results: [I32] },
    ],
    memory: { min: 1 },
    functions: [
      { params: [F64], results: [F64], code: [get(0), f64c(0.5), 0xa0] },
      {
        locals: [I32, F64],
        code: [
          openAt(64, JOB.length, 0, 2n),
          [transfer(4, 1), i32c(4), call(3), 0x1a],
          openAt(80, FILE.length, 1, 64n),
          [transfer(4, 2), i32c(4), call(3), 0x1a],
          [transfer(1, 2)],
          [0x03, EMPTY, get(1), call(4), set(1)],
          [get(0), i32c(1), 0x6a, 0x22, 0, i32c(1_000), 0x48, brIf(0), END],
          [i32c(1), 0x40, 0, 0x1a, i32c(24), get(1), 0x39, 3, 0],
        ],
      },
    ],
    data: [
      { at: 0, bytes: [...new Uint8Array(new Uint32Array([100, 2]).buffer)] },
      textAt(64, JOB),
      textAt(80, FILE),
    ],
  });
  expect(WARM_UP_WASM).toBe(bytesToHex(built));
});

it('warms up with a job that completes, and says nothing of it', async () => {
  const { transformed: _, ...job } = readJobFrame(warmUpFrame());
  const execution = await executeJob(job);
  expect(execution).toMatchObject({ status: 'completed', exitCode: 0 });
  expect(execution.outputs.map(({ path, bytes }) => [path, bytes.length])).toEqual([
    ['out/file', 2],
    ['stderr', 0],
    ['stdout', 2],
  ]);
  expect(await warmUp()).toBeUndefined();
});
