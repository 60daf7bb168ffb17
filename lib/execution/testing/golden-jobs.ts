import type { WasmEngine } from '../engine-id';
import type { JobRequest } from '../execute-job';
import type { Code, ImportSpec, ModuleSpec } from './assemble-module';
import {
  assembleModule,
  br,
  call,
  EMPTY,
  END,
  F64,
  f32c,
  f64c,
  get,
  I32,
  I64,
  i32c,
  i64c,
  set,
  tee,
  UNREACHABLE,
} from './assemble-module';
import { testJob } from './test-job';

/**
 * Small jobs that end in every way and lean on every limit that decides a result: whatever changes a
 * price, a cap or an order of charges shows in one of them.
 */

const DROP = 0x1a;
const NOT_ZERO: Code = [0x04, EMPTY, UNREACHABLE, END];
const FOREVER: Code = [0x03, EMPTY, br(0), END];
const RESULT = 32;
const PATH = 1024;
const DEEP_PATH = 2048;
const BUFFER = 4096;
const VECTORS = 16_384;
const COUNTER = 0;

const host = (name: string, ...params: number[]): ImportSpec => ({ name, params, results: [I32] });
const IMPORTS = [
  host('fd_write', I32, I32, I32, I32),
  host('fd_pwrite', I32, I32, I32, I64, I32),
  host('fd_pread', I32, I32, I32, I64, I32),
  host('path_open', I32, I32, I32, I32, I32, I64, I64, I32, I32),
  host('path_create_directory', I32, I32, I32),
  host('path_rename', I32, I32, I32, I32, I32, I32),
  host('path_filestat_get', I32, I32, I32, I32, I32),
  host('fd_readdir', I32, I32, I32, I64, I32),
  host('fd_close', I32),
  host('fd_filestat_set_size', I32, I64),
  host('random_get', I32, I32),
  host('poll_oneoff', I32, I32, I32, I32),
  host('clock_time_get', I32, I64, I32),
  host('args_get', I32, I32),
] as const;
const callHost = (name: string, ...args: Code[]): Code => [
  args,
  call(IMPORTS.findIndex((one) => one.name === name)),
];

const store = (at: number, value: Code): Code => [i32c(at), value, 0x36, 2, 0];
const storeByte = (at: number, value: Code): Code => [i32c(at), value, 0x3a, 0, 0];
const load = (at: number): Code => [i32c(at), 0x28, 2, 0];
/** Calls count in local 0, from 0. */
const times = (count: number, body: Code): Code => [
  [i32c(0), set(COUNTER), 0x03, EMPTY, body],
  [get(COUNTER), i32c(1), 0x6a, tee(COUNTER), i32c(count), 0x49, 0x0d, 0, END],
];
/** Keeps an errno behind RESULT, so that it is part of the state. */
const kept = (place: number, code: Code): Code => store(RESULT + 4 * place, code);
const printed = (at: number, size: number): Code => [
  [store(0, i32c(at)), store(4, i32c(size))],
  [callHost('fd_write', i32c(1), i32c(0), i32c(1), i32c(8)), DROP],
];
/** A name of two bytes that depends on local 0, behind `out/`; a few are none, as \\ is not. */
const numberedName: Code = [
  storeByte(PATH + 4, [get(COUNTER), i32c(63), 0x71, i32c(0x30), 0x6a]),
  storeByte(PATH + 5, [get(COUNTER), i32c(6), 0x76, i32c(0x30), 0x6a]),
];
const open = (path: number, length: number, flags: number, rights: bigint): Code =>
  callHost(
    'path_open',
    ...[i32c(3), i32c(0), i32c(path), i32c(length), i32c(flags)],
    ...[i64c(rights), i64c(0n), i32c(0), i32c(RESULT)],
  );
const OUT = { at: PATH, bytes: [...new TextEncoder().encode('out/00')] };
const DEEP = { at: DEEP_PATH, bytes: [...new TextEncoder().encode(`out${'/a'.repeat(50)}`)] };
/** out/a at 0, out/a/a at 1 and so on. */
const deepLength: Code = [get(COUNTER), i32c(1), 0x74, i32c(5), 0x6a];
const ALL_RIGHTS = (1n << 1n) | (1n << 6n);

const module = (code: Code, spec: Partial<ModuleSpec> = {}): Uint8Array<ArrayBuffer> =>
  assembleModule({
    imports: IMPORTS,
    data: [OUT, DEEP],
    ...spec,
    functions: [...(spec.functions ?? []), { locals: [I32], code }],
  });

/** A function behind the imports that calls itself as often as it is told, with wide frames. */
const recursive = {
  params: [I32],
  locals: Array<number>(20).fill(F64),
  code: [get(0), 0x04, EMPTY, get(0), i32c(-1), 0x6a, call(IMPORTS.length), END],
};
/** How often it may be called: 12 units a frame, 21 locals, 2 operands, a parameter. */
const DEEPEST = Math.floor(50_000 / (12 + 21 + 2 + 1));

/** `count` vectors of `length` bytes each, of the same place. */
const vectors = (count: number, length: number): Code =>
  times(count, [
    [get(COUNTER), i32c(3), 0x74, i32c(BUFFER), 0x36, 2, ...leb(VECTORS)],
    [get(COUNTER), i32c(3), 0x74, i32c(length), 0x36, 2, ...leb(VECTORS + 4)],
  ]);

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}

const nan32: Code = [f32c(0), f32c(0), 0x95];
const nan64: Code = [f64c(-1), 0x9f];
const canonicalNans: Code = [
  [i32c(64), nan32, 0x38, 2, 0],
  [i32c(72), nan64, 0x39, 3, 0],
  // sqrt(-1) in lanes, then the sum of its f32s read as f64s.
  [i32c(80), f64c(-1), 0xfd, 20, 0xfd, 239, 1, 0xfd, 11, 4, 0],
  [i32c(96), f32c(-1), 0xfd, 19, 0xfd, 227, 1, 0xfd, 116, 0xfd, 11, 4, 0],
  printed(64, 48),
];

const everyCall: Code = [
  kept(1, callHost('path_create_directory', i32c(3), i32c(PATH), i32c(6))),
  kept(2, callHost('path_create_directory', i32c(3), i32c(PATH), i32c(6))),
  [storeByte(PATH + 4, i32c(0x61)), kept(3, open(PATH, 6, 1, ALL_RIGHTS))],
  [vectors(40, 100), store(12, load(RESULT))],
  kept(4, callHost('fd_write', load(12), i32c(VECTORS), i32c(40), i32c(8))),
  kept(5, callHost('fd_pwrite', load(12), i32c(VECTORS), i32c(3), i64c(9_000n), i32c(8))),
  kept(6, callHost('fd_pread', load(12), i32c(VECTORS), i32c(40), i64c(10n), i32c(8))),
  kept(7, callHost('fd_filestat_set_size', load(12), i64c(12_345n))),
  [storeByte(PATH + 200, i32c(0x2f))],
  kept(8, callHost('path_filestat_get', i32c(3), i32c(0), i32c(PATH), i32c(6), i32c(256))),
  kept(9, open(PATH, 3, 2, 0n)),
  kept(10, callHost('fd_readdir', load(RESULT), i32c(BUFFER), i32c(600), i64c(0n), i32c(8))),
  kept(11, callHost('path_rename', i32c(3), i32c(PATH), i32c(6), i32c(3), i32c(PATH), i32c(5))),
  kept(12, callHost('fd_close', load(12))),
  kept(13, callHost('fd_close', i32c(999))),
  kept(14, callHost('random_get', i32c(BUFFER), i32c(500))),
  kept(15, callHost('clock_time_get', i32c(0), i64c(0n), i32c(512))),
  kept(16, callHost('poll_oneoff', i32c(VECTORS), i32c(BUFFER), i32c(2), i32c(8))),
  kept(17, callHost('args_get', i32c(768), i32c(800))),
  kept(18, callHost('fd_write', i32c(1), i32c(VECTORS), i32c(1_025), i32c(8))),
  printed(RESULT, 80),
];

interface GoldenModule {
  readonly wasm: Uint8Array;
  readonly fuelLimit?: bigint;
}

const MODULES: Readonly<Record<string, GoldenModule>> = {
  'a trap': { wasm: module([printed(PATH, 6), UNREACHABLE]) },
  'a division by zero in a block': {
    wasm: module([0x02, EMPTY, i32c(1), i32c(0), 0x6d, DROP, END, printed(PATH, 6)]),
  },
  'the deepest recursion': {
    wasm: module([i32c(DEEPEST - 1), call(IMPORTS.length)], { functions: [recursive] }),
  },
  'one call too deep': {
    wasm: module([i32c(DEEPEST), call(IMPORTS.length)], { functions: [recursive] }),
  },
  'an endless loop': { wasm: module(FOREVER), fuelLimit: 1_000_000n },
  'fuel that ends in a host call': {
    wasm: module([vectors(1_024, 30), [0x03, EMPTY, printed(PATH, 6), br(0), END]]),
    fuelLimit: 1_500_000n,
  },
  'fuel that ends between vectors': {
    wasm: module([
      vectors(1_024, 90),
      callHost('fd_write', i32c(1), i32c(VECTORS), i32c(1_024), i32c(8)),
      NOT_ZERO,
    ]),
    fuelLimit: 700_000n,
  },
  'memory beyond the limit': {
    wasm: module([times(400, [i32c(1), 0x40, 0, DROP])]),
    fuelLimit: 10n ** 9n,
  },
  'growth that fails and growth by nothing': {
    wasm: module([i32c(9), 0x40, 0, DROP, i32c(0), 0x40, 0, DROP, i32c(1), 0x40, 0, DROP], {
      memory: { min: 1, max: 3 },
    }),
  },
  'output beyond the limit': { wasm: module([0x03, EMPTY, printed(0, 60_000), br(0), END]) },
  'canonical NaNs': { wasm: module(canonicalNans) },
  'calls of every kind': { wasm: module(everyCall) },
  'too many files': {
    wasm: module([
      times(5_056, [numberedName, kept(1, callHost('path_create_directory', ...outPath(6)))]),
    ]),
    fuelLimit: 10n ** 9n,
  },
  'as many descriptors as there are': {
    wasm: module([
      times(300, [numberedName, kept(1, open(PATH, 6, 1, ALL_RIGHTS))]),
      printed(RESULT, 8),
    ]),
  },
  'directories as deep as they go': {
    wasm: module([
      times(40, kept(1, callHost('path_create_directory', i32c(3), i32c(DEEP_PATH), deepLength))),
      printed(RESULT, 8),
    ]),
  },
  'as many locals as there may be': {
    wasm: module([], { functions: [{ locals: Array<number>(4_096).fill(I32), code: [] }] }),
  },
  'one local too many': {
    wasm: module([], { functions: [{ locals: Array<number>(4_097).fill(I32), code: [] }] }),
  },
  'an instruction that is not accepted': { wasm: module([0xfe, 3, 0]) },
  'an index out of range': { wasm: module([call(99)]) },
};

function outPath(length: number): Code[] {
  return [i32c(3), i32c(PATH), i32c(length)];
}

export const GOLDEN_NAMES: readonly string[] = Object.keys(MODULES);

/** One of them on a version of the engine. */
export function goldenJob(name: string, engine: WasmEngine): JobRequest {
  const { wasm, fuelLimit = 100_000_000n } = MODULES[name]!;
  return testJob(wasm, { manifest: { engine }, limits: { fuelLimit } });
}
