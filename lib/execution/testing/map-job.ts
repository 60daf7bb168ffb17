import type { JobRequest } from '../execute-job';
import type { Code } from './assemble-module';
import {
  assembleModule,
  br,
  call,
  EMPTY,
  END,
  I32,
  I64,
  i32c,
  i64c,
  UNREACHABLE,
} from './assemble-module';
import { TEST_MANIFEST, testJob } from './test-job';

const IMPORTS = [
  { name: 'path_open', params: [I32, I32, I32, I32, I32, I64, I64, I32, I32], results: [I32] },
  { name: 'fd_write', params: [I32, I32, I32, I32], results: [I32] },
  { name: 'fd_read', params: [I32, I32, I32, I32], results: [I32] },
  { name: 'fd_close', params: [I32], results: [I32] },
];
const [OPEN, WRITE, READ, CLOSE] = [0, 1, 2, 3] as const;
const PATHS = [
  'in/job.json',
  'in/files/bad',
  'in/files/slow',
  'in/files/fat',
  'in/files/many',
  'out/file',
];
const OUT = 5;
/** Bytes that a run on "fat" prints at a time, until it may print no more. */
const BUFFER = { at: 8_192, size: 100 };

const addressOf = (index: number): number => 1_000 + 100 * index;
const openAt = (index: number, flags: number, rights: bigint): Code => [
  [i32c(3), i32c(0), i32c(addressOf(index)), i32c(PATHS[index]!.length), i32c(flags)],
  [i64c(rights), i64c(0n), i32c(0), i32c(16), call(OPEN)],
];
const whereItIs = (index: number, code: Code): Code => [
  openAt(index, 0, 2n),
  [0x45, 0x04, EMPTY, code, END],
];
const put = (descriptor: number): Code => [
  [i32c(descriptor), i32c(0), i32c(1), i32c(24), call(WRITE), 0x1a],
];

/** Bits of the local 0, moved to the left, of which each byte of a name gets four. */
const nibble = (shift: number): Code => [
  [0x20, 0, i32c(shift), 0x74, i32c(0xf << (2 * shift)), 0x71],
];
/** One more empty file in out/, named by the local 0 in letters from a to p. */
const makeFile: Code = [
  i32c(addressOf(OUT) + 'out/'.length),
  [nibble(0), nibble(4), 0x72, nibble(8), 0x72, nibble(12), 0x72, i32c(0x61616161), 0x6a],
  [0x36, 0, 0],
  [openAt(OUT, 1, 64n), 0x1a, i32c(4), call(CLOSE), 0x1a],
  [0x20, 0, i32c(1), 0x6a, 0x21, 0],
];

/**
 * Prints its job.json (and writes its first bytes into out/file), but on a file "bad" it traps, on
 * "slow" it runs for ever, on "fat" it prints and on "many" it makes files for ever.
 */
const MAPPED = assembleModule({
  imports: IMPORTS,
  memory: { min: 1 },
  functions: [
    {
      locals: [I32],
      code: [
        whereItIs(1, [UNREACHABLE]),
        whereItIs(2, [0x03, EMPTY, br(0), END]),
        whereItIs(3, [0x03, EMPTY, put(1), br(0), END]),
        whereItIs(4, [0x03, EMPTY, makeFile, br(0), END]),
        openAt(0, 0, 2n),
        0x1a,
        [i32c(4), i32c(0), i32c(1), i32c(4), call(READ), 0x1a],
        put(1),
        openAt(OUT, 1, 64n),
        0x1a,
        put(5),
      ],
    },
  ],
  data: [
    { at: 0, bytes: [...new Uint8Array(new Uint32Array([BUFFER.at, BUFFER.size]).buffer)] },
    ...PATHS.map((path, index) => ({
      at: addressOf(index),
      bytes: [...new TextEncoder().encode(path)],
    })),
  ],
});

const MAP_INPUTS = {
  ...TEST_MANIFEST.inputs,
  properties: {
    text: { type: 'string' },
    file: { type: 'string', format: 'file', 'x-map': true, 'x-maxBytes': 1_000 },
    other: { type: 'string', format: 'file' },
  },
};

/**
 * A job over files of one byte with these names, in this order; a single name without a list is an
 * ordinary job.
 */
export function mapJob(
  names: readonly string[] | string,
  overrides: {
    readonly limits?: Partial<JobRequest['limits']>;
    readonly engine?: string;
    readonly wasm?: Uint8Array;
    readonly job?: Record<string, unknown>;
  } = {},
): JobRequest {
  const path = (name: string): string => `files/${name}`;
  return testJob(overrides.wasm ?? MAPPED, {
    manifest: { inputs: MAP_INPUTS, ...(overrides.engine ? { engine: overrides.engine } : {}) },
    job: {
      file: typeof names === 'string' ? path(names) : names.map(path),
      text: 'as ever',
      ...overrides.job,
    },
    files: Object.fromEntries([...new Set([names].flat())].map((name) => [name, Uint8Array.of(7)])),
    ...(overrides.limits ? { limits: overrides.limits } : {}),
  });
}
