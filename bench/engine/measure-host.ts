import type { WasmEngine } from '../../lib/execution/engine-id';
import { WASM_ENGINE } from '../../lib/execution/engine-id';
import type { Code } from '../../lib/execution/testing/assemble-module';
import { assembleModule, i32c, i64c, set } from '../../lib/execution/testing/assemble-module';
import { HOST_FUNCTION_NAMES, hostTypeOf } from '../../lib/execution/wasi/host-signatures';
import { costsOf } from '../../lib/execution/wasm/engine-versions';
import { transformModule } from '../../lib/execution/wasm/transform-module';
import { runWasm } from './run-kernel';
import { median, round } from './statistics';

/**
 * What a call of the host takes and what it is charged: nanoseconds, fuel, and billions of fuel a
 * second, which should be no less than a quarter of what the slowest kernel has. A loop with the call,
 * less the loop with none.
 */

const DROP = 0x1a;
const PATH = 1024;
const DEEP = 2048;
const FILE = 3072;
const RESULT = 8;
const VECTORS = 16_384;
const EMPTY_VECTORS = 32_768;
const SLASHES = 41_000;
const UP_AND_DOWN = 46_000;
const NO_TEXT = 51_000;
const BUFFER = 60_000;
const NOTHING = 100_000;
const COUNTER = 0;
const ALL = (1n << 1n) | (1n << 6n);

const NAMES = HOST_FUNCTION_NAMES;
const call = (name: string, ...args: Code[]): Code => [args, [0x10, NAMES.indexOf(name), DROP]];
const text = (at: number, value: string) => ({ at, bytes: [...new TextEncoder().encode(value)] });
const open = (path: number, length: number, flags: number, rights: bigint): Code =>
  call(
    'path_open',
    ...[i32c(3), i32c(0), i32c(path), i32c(length), i32c(flags)],
    ...[i64c(rights), i64c(0n), i32c(0), i32c(RESULT)],
  );
const FD = i32c(4);
const word = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];
const list = (length: number): number[] =>
  Array.from({ length: 1_024 }, () => [...word(BUFFER), ...word(length)]).flat();

interface Probe {
  readonly before?: Code;
  readonly step: Code;
  /** How often; by default enough for a few milliseconds. */
  readonly times?: number;
}

const openFile = open(FILE, 8, 1, ALL);
const many: Code = Array.from({ length: 40 }, (_, index) => [
  [i32c(FILE + 6), i32c(0x30 + index), 0x3a, 0, 0],
  call('path_create_directory', i32c(3), i32c(FILE), i32c(7)),
]);

const PROBES: Readonly<Record<string, Probe>> = {
  'a call that does nothing': { step: call('sched_yield') },
  'a call that fails': { step: call('fd_close', i32c(999)) },
  clock_time_get: { step: call('clock_time_get', i32c(0), i64c(0n), i32c(64)) },
  fd_fdstat_get: { step: call('fd_fdstat_get', i32c(3), i32c(64)) },
  fd_filestat_get: { before: openFile, step: call('fd_filestat_get', FD, i32c(64)) },
  fd_filestat_set_times: {
    before: openFile,
    step: call('fd_filestat_set_times', FD, i64c(1n), i64c(2n), i32c(5)),
  },
  fd_seek: { before: openFile, step: call('fd_seek', FD, i64c(0n), i32c(0), i32c(64)) },
  fd_prestat_get: { step: call('fd_prestat_get', i32c(3), i32c(64)) },
  fd_prestat_dir_name: { step: call('fd_prestat_dir_name', i32c(3), i32c(64), i32c(1)) },
  args_get: { step: call('args_get', i32c(64), i32c(80)) },
  args_sizes_get: { step: call('args_sizes_get', i32c(64), i32c(80)) },
  'fd_write of 1,024 empty vectors': {
    step: call('fd_write', i32c(1), i32c(EMPTY_VECTORS), i32c(1_024), i32c(RESULT)),
    times: 300,
  },
  'fd_read of 1,024 empty vectors': {
    before: openFile,
    step: call('fd_read', FD, i32c(EMPTY_VECTORS), i32c(1_024), i32c(RESULT)),
    times: 300,
  },
  'fd_pwrite of 1,024 vectors of a byte': {
    before: openFile,
    step: call('fd_pwrite', FD, i32c(VECTORS), i32c(1_024), i64c(0n), i32c(RESULT)),
    times: 300,
  },
  'fd_pread of 1,024 vectors of a byte': {
    before: [openFile, call('fd_pwrite', FD, i32c(VECTORS), i32c(1_024), i64c(0n), i32c(RESULT))],
    step: call('fd_pread', FD, i32c(VECTORS), i32c(1_024), i64c(0n), i32c(RESULT)),
    times: 300,
  },
  'a pwrite of a byte': {
    before: openFile,
    step: call('fd_pwrite', FD, i32c(VECTORS), i32c(1), i64c(0n), i32c(RESULT)),
  },
  'a size set to 0 and to 64 KiB': {
    before: openFile,
    step: [
      call('fd_filestat_set_size', FD, i64c(0n)),
      call('fd_filestat_set_size', FD, i64c(65_536n)),
    ],
    times: 500,
  },
  'a size set to 0 and to 1': {
    before: openFile,
    step: [call('fd_filestat_set_size', FD, i64c(0n)), call('fd_filestat_set_size', FD, i64c(1n))],
  },
  'random_get of 32 bytes': { step: call('random_get', i32c(64), i32c(32)), times: 3_000 },
  'random_get of 1 byte': { step: call('random_get', i32c(64), i32c(1)), times: 3_000 },
  'random_get of 4 KiB': { step: call('random_get', i32c(BUFFER), i32c(4_096)), times: 100 },
  'a path that is not there': {
    step: call('path_filestat_get', i32c(3), i32c(0), i32c(PATH), i32c(6), i32c(64)),
    times: 5_000,
  },
  'a path of a character': {
    step: call('path_filestat_get', i32c(3), i32c(0), i32c(PATH + 1), i32c(1), i32c(64)),
    times: 5_000,
  },
  'a path that is no text': {
    step: call('path_filestat_get', i32c(3), i32c(0), i32c(NO_TEXT), i32c(1), i32c(64)),
    times: 3_000,
  },
  'a long path': {
    step: call('path_filestat_get', i32c(3), i32c(0), i32c(DEEP), i32c(1_000), i32c(64)),
    times: 1_000,
  },
  'a path of slashes': {
    step: call('path_filestat_get', i32c(3), i32c(0), i32c(SLASHES), i32c(4_000), i32c(64)),
    times: 300,
  },
  'a path up and down': {
    step: call('path_filestat_get', i32c(3), i32c(0), i32c(UP_AND_DOWN), i32c(3_999), i32c(64)),
    times: 300,
  },
  'path_open and fd_close': { step: [openFile, call('fd_close', FD)], times: 5_000 },
  'a file made and unlinked': {
    step: [openFile, call('fd_close', FD), call('path_unlink_file', i32c(3), i32c(FILE), i32c(8))],
    times: 3_000,
  },
  'a directory made and removed': {
    step: [
      call('path_create_directory', i32c(3), i32c(FILE), i32c(8)),
      call('path_remove_directory', i32c(3), i32c(FILE), i32c(8)),
    ],
    times: 3_000,
  },
  path_rename: {
    before: openFile,
    step: [
      call('path_rename', i32c(3), i32c(FILE), i32c(8), i32c(3), i32c(FILE), i32c(7)),
      call('path_rename', i32c(3), i32c(FILE), i32c(7), i32c(3), i32c(FILE), i32c(8)),
    ],
    times: 3_000,
  },
  'fd_readdir of 42 entries': {
    before: [many, open(FILE, 3, 2, 0n)],
    step: call('fd_readdir', FD, i32c(BUFFER), i32c(4_096), i64c(0n), i32c(RESULT)),
    times: 500,
  },
  'fd_readdir behind a change': {
    before: [many, open(FILE, 3, 2, 0n)],
    step: [
      call('path_create_directory', i32c(3), i32c(FILE), i32c(8)),
      call('path_remove_directory', i32c(3), i32c(FILE), i32c(8)),
      call('fd_readdir', FD, i32c(BUFFER), i32c(24), i64c(0n), i32c(RESULT)),
    ],
    times: 1_000,
  },
  'poll_oneoff of 64': {
    step: call('poll_oneoff', i32c(NOTHING), i32c(BUFFER), i32c(64), i32c(RESULT)),
    times: 1_000,
  },
  'poll_oneoff of 1': {
    step: call('poll_oneoff', i32c(NOTHING), i32c(BUFFER), i32c(1), i32c(RESULT)),
    times: 5_000,
  },
  'memory.grow of nothing': { step: [i32c(0), 0x40, 0, DROP] },
  'memory.grow that fails': { step: [i32c(-1), 0x40, 0, DROP] },
  'memory.copy of nothing': { step: [i32c(0), i32c(0), i32c(0), 0xfc, 10, 0, 0] },
  'memory.fill of nothing': { step: [i32c(0), i32c(0), i32c(0), 0xfc, 11, 0] },
  'table.grow of nothing': { step: [0xd0, 0x70, i32c(0), 0xfc, 15, 0, DROP] },
  'table.copy of nothing': { step: [i32c(0), i32c(0), i32c(0), 0xfc, 14, 0, 0] },
  'table.fill of nothing': { step: [i32c(0), [0xd0, 0x70], i32c(0), 0xfc, 17, 0] },
  'table.set': { step: [i32c(0), [0xd0, 0x70], 0x26, 0] },
  'table.get': { step: [i32c(0), 0x25, 0, DROP] },
  'memory.init of nothing': { step: [i32c(0), i32c(0), i32c(0), 0xfc, 8, 0, 0] },
};

const TIMES = 20_000;

function moduleOf({ before = [], step, times = TIMES }: Probe, isEmpty: boolean) {
  const wasm = assembleModule({
    imports: NAMES.map((name) => ({ name, ...hostTypeOf(name) })),
    memory: { min: 4 },
    table: [NAMES.length],
    data: [
      { bytes: [] },
      text(PATH, 'in/nil'),
      text(DEEP, 'in/files/../'.repeat(84)),
      text(FILE, 'out/fil0'),
      text(SLASHES, `i${'/'.repeat(4_000)}`),
      text(UP_AND_DOWN, 'in/../'.repeat(700)),
      { at: NO_TEXT, bytes: [0xff] },
      { at: VECTORS, bytes: list(1) },
      { at: EMPTY_VECTORS, bytes: list(0) },
    ],
    functions: [
      {
        locals: [0x7f],
        code: [
          [before, i32c(times), set(COUNTER), 0x03, 0x40, isEmpty ? [] : step],
          [[0x20, COUNTER], i32c(-1), 0x6a, 0x22, COUNTER, 0x0d, 0, 0x0b],
        ],
      },
    ],
  });
  return new WebAssembly.Module(transformModule(wasm, engine));
}

const engine = (process.env.RECKON_ENGINE ?? WASM_ENGINE) as WasmEngine;
const costs = costsOf(engine);
const only = process.argv[2];
for (const [name, probe] of Object.entries(PROBES)) {
  if (only !== undefined && !name.includes(only)) continue;
  const { times = TIMES } = probe;
  const [full, empty] = [moduleOf(probe, false), moduleOf(probe, true)];
  const samples = Array.from({ length: 7 }, () => {
    const [run, none] = [runWasm(full, new Map(), costs), runWasm(empty, new Map(), costs)];
    return { ms: run.ms - none.ms, fuel: run.fuel - none.fuel };
  });
  const ms = median(samples.map((sample) => sample.ms));
  const { fuel } = samples[0]!;
  const row = {
    name,
    nanoseconds: round((ms * 1e6) / times, 0),
    fuel: round(fuel / times, 0),
    gigafuelPerSecond: round(fuel / ms / 1e6, 2),
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
