import { beforeAll, describe, expect, it } from 'vitest';
import { buildJobChild } from './build-job-child.server';
import { encodeFrame, FrameReader, largestResultHeader } from './job-frames';
import { runJob } from './run-job.server';
import type { Code } from './testing/assemble-module';
import {
  assembleModule,
  call,
  EMPTY,
  get,
  I32,
  I64,
  i32c,
  i64c,
  set,
  tee,
} from './testing/assemble-module';
import { testJob } from './testing/test-job';

const COUNTER = 0;
const FOLDER = 1;
const [MAKE, OPEN, CLOSE] = [0, 1, 2] as const;
const RESULT = 1024;
const NAME_BYTES = 255;
/** Below out/, of which each makes the path longer by as much as it can. */
const FOLDERS = 31;
const FILES = 4_096 - FOLDERS;
const QUOTE = 0x22;

const times = (count: number, body: Code): Code => [
  [i32c(0), set(COUNTER), 0x03, EMPTY, body],
  [get(COUNTER), i32c(1), 0x6a, tee(COUNTER), i32c(count), 0x49, 0x0d, 0, 0x0b],
];
const open = (length: number, flags: number, rights: bigint): Code => [
  [get(FOLDER), i32c(0), i32c(0), i32c(length), i32c(flags), i64c(rights), i64c(0n), i32c(0)],
  [i32c(RESULT), call(OPEN), 0x1a],
];
const opened: Code = [i32c(RESULT), 0x28, 2, 0];
/** Four bits of the counter as a letter of the name. */
const letter = (at: number): Code => [
  [i32c(at), get(COUNTER), i32c(4 * at), 0x76, i32c(15), 0x71, i32c(0x61), 0x6a],
  [0x3a, 0, 0],
];

/** As many files as there may be, as deep as they may be, with names of quotes. */
const deepest = assembleModule({
  imports: [
    { name: 'path_create_directory', params: [I32, I32, I32], results: [I32] },
    {
      name: 'path_open',
      params: [I32, I32, I32, I32, I32, I64, I64, I32, I32],
      results: [I32],
    },
    { name: 'fd_close', params: [I32], results: [I32] },
  ],
  data: [{ at: 0, bytes: [0x6f, 0x75, 0x74, ...Array<number>(NAME_BYTES - 3).fill(QUOTE)] }],
  functions: [
    {
      locals: [I32, I32],
      code: [
        [i32c(3), set(FOLDER), open(3, 2, 0n), opened, set(FOLDER)],
        [0, 1, 2].map((at) => [i32c(at), i32c(QUOTE), 0x3a, 0, 0]),
        times(FOLDERS, [
          [get(FOLDER), i32c(0), i32c(NAME_BYTES), call(MAKE), 0x1a],
          [open(NAME_BYTES, 2, 0n), opened, set(FOLDER)],
        ]),
        times(FILES, [
          [letter(0), letter(1), letter(2)],
          [open(NAME_BYTES, 1, 64n), opened, call(CLOSE), 0x1a],
        ]),
      ],
    },
  ],
});

describe('a frame', () => {
  it('comes together from any pieces, and is refused where it is too large', () => {
    const frame = { header: { kind: 'x' }, files: [['a', Uint8Array.of(1, 2, 3)]] as const };
    const bytes = Buffer.concat(encodeFrame(frame));
    const reader = new FrameReader(bytes.length);
    const frames = [...bytes].flatMap((byte) => reader.push(Uint8Array.of(byte)));
    expect(frames).toEqual([frame]);
    expect(() => new FrameReader(bytes.length - 1).push(bytes)).toThrow('too large');
    expect(() => new FrameReader(4).push(bytes)).toThrow('too large');
  });
});

describe('a result with as many files as there may be', () => {
  let childPath: string;
  beforeAll(async () => {
    childPath = await buildJobChild();
  });

  it('is heard from its child', async () => {
    const job = testJob(deepest, { limits: { fuelLimit: 1n << 40n } });
    const execution = await runJob(job, { childPath });
    expect(execution.status).toBe('completed');
    const files = execution.outputs.filter(({ path }) => path.startsWith('out/'));
    expect(files).toHaveLength(FILES);
    const listed = JSON.stringify(execution.outputs.map(({ path }) => [path, 0]));
    expect(listed.length).toBeGreaterThan(60_000_000);
    expect(listed.length).toBeLessThan(largestResultHeader());
  });
});
