import { describe, expect, it } from 'vitest';
import { WASM_ENGINE } from './engine-id';
import { executeJob } from './execute-job';
import type { Code } from './testing/assemble-module';
import {
  assembleModule,
  EMPTY,
  END,
  f32c,
  f64c,
  get,
  globalSet,
  I32,
  I64,
  i32c,
  i64c,
  UNREACHABLE,
} from './testing/assemble-module';
import { moduleOf } from './testing/module-of';
import { testJob } from './testing/test-job';
import { InvalidModule } from './wasm/invalid-module';
import { transformModule } from './wasm/transform-module';

const SPLAT_F64: Code = [f64c(1), 0xfd, 20];
const CEIL_F64 = 0x9b;
const CEIL_F64X2: Code = [0xfd, 116];
const CEIL_F32X4: Code = [0xfd, 103];

const run = (wasm: Uint8Array) => executeJob(testJob(wasm));

describe('the whitelist', () => {
  const refuses = (wasm: Uint8Array<ArrayBuffer>): void => {
    expect(() => transformModule(wasm, WASM_ENGINE)).toThrow(InvalidModule);
  };

  it.each([
    ['threads: atomic.fence', [0xfe, 3, 0]],
    ['threads: i32.atomic.load', [i32c(0), 0xfe, 0x10, 2, 0, 0x1a]],
    ['relaxed SIMD', [i32c(0), 0xfd, 17, i32c(0), 0xfd, 17, 0xfd, 0x80, 2, 0x1a]],
    ['exceptions: try_table', [0x1f, EMPTY, 0, END]],
    ['exceptions: try', [0x06, EMPTY, END]],
    ['exceptions: throw', [0x08, 0]],
    ['tail calls', [0x12, 0]],
    ['typed references: ref.null of a type', [0xd0, 0, 0x1a]],
    ['typed references: ref.as_non_null', [0xd0, 0x70, 0xd4, 0x1a]],
    ['typed references: call_ref', [0xd2, 0, 0x14, 0]],
    ['a select of no type', [i32c(0), i32c(0), i32c(0), 0x1c, 0, 0x1a]],
    ['a table that is not there', [i32c(0), 0x25, 1, 0x1a]],
    ['a data segment that is not there', [i32c(0), i32c(0), i32c(0), 0xfc, 8, 0, 0]],
    ['an element segment that is not there', [0xfc, 13, 1]],
    ['GC', [0xfb, 0, 0, 0x1a]],
    ['wide arithmetic', [i64c(0n), i64c(0n), i64c(0n), i64c(0n), 0xfc, 19, 0x1a, 0x1a]],
    ['undefined', [0x27]],
  ] satisfies [string, Code][])('refuses %s', (_name, code) => {
    refuses(moduleOf(code, { table: [0] }));
    // Also where it can never run.
    refuses(moduleOf([UNREACHABLE, code], { table: [0] }));
  });

  it('refuses shared, 64-bit and several memories', () => {
    refuses(moduleOf([], { memory: { min: 1, max: 1, flags: 3 } }));
    refuses(moduleOf([], { memory: { min: 1, max: 1, flags: 5 } }));
    refuses(moduleOf([], { raw: [{ id: 5, bytes: [2, 0, 1, 0, 1] }] }));
  });

  it('refuses imports that are no WASI function of the right type', () => {
    const imported = (module: string, name: string, params: number[], results: number[]) =>
      moduleOf([], { imports: [{ module, name, params, results }] });
    refuses(imported('env', 'now', [], [I64]));
    refuses(imported('wasi_snapshot_preview1', 'thread_spawn', [I32], [I32]));
    refuses(imported('wasi_snapshot_preview1', 'fd_write', [I32], [I32]));
    refuses(imported('wasi_snapshot_preview1', 'constructor', [], [I32]));
    refuses(imported('reckon', 'tick', [], []));
    const memory = [1, 1, 0x61, 1, 0x62, 2, 0, 1];
    const global = [1, 1, 0x61, 1, 0x62, 3, I64, 1];
    const table = [1, 1, 0x61, 1, 0x62, 1, 0x70, 0, 1];
    for (const bytes of [memory, global, table]) refuses(moduleOf([], { raw: [{ id: 2, bytes }] }));
  });

  it.each(['__reckon_fuel', '__reckon', '__reckon_bits_0'])(
    'refuses an export named %s',
    (name) => {
      refuses(moduleOf([], { exports: [{ name, kind: 2, index: 0 }] }));
    },
  );

  it('refuses initial values and offsets that are computed', () => {
    const global = (init: Code) =>
      moduleOf([], {
        globals: [
          { type: I32, mutable: false, init: i32c(1) },
          { type: I32, mutable: true, init },
        ],
      });
    expect(transformModule(global(i32c(7)), WASM_ENGINE)).toBeInstanceOf(Uint8Array);
    const oneByte = { data: [{ at: 0, bytes: [1] }] };
    refuses(global([0x23, 0]));
    refuses(global([i32c(1), i32c(2), 0x6a]));
    refuses(global(i64c(1n)));
    refuses(global([]));
    refuses(moduleOf([], { ...oneByte, raw: [{ id: 11, bytes: [1, 0, 0x23, 0, END, 0] }] }));
    refuses(moduleOf([], { data: [{ at: 65_535, bytes: [1, 2] }] }));
    refuses(moduleOf([], { data: [{ at: -1, bytes: [1] }] }));
  });

  it('refuses unknown sections, twice the same section, and what is no module', () => {
    refuses(moduleOf([], { raw: [{ id: 13, bytes: [0] }] }));
    refuses(
      moduleOf([], {
        raw: [
          { id: 1, bytes: [0] },
          { id: 1, bytes: [0] },
        ],
      }),
    );
    refuses(moduleOf([], { raw: [{ id: 0, bytes: [] }] }));
    refuses(moduleOf([], { raw: [{ id: 0, bytes: [2, 0xff, 0xfe] }] }));
    refuses(moduleOf([], { raw: [{ id: 0, bytes: [5, 0x61] }] }));
    refuses(new Uint8Array());
    refuses(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    refuses(new Uint8Array([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0]));
    refuses(moduleOf([]).subarray(0, 40).slice());
  });

  it('refuses nesting that takes compilers long', () => {
    const nest = (times: number, opcode: number): Code => [
      Array.from({ length: times }, () => [opcode, EMPTY]),
      Array<number>(times).fill(END),
    ];
    expect(transformModule(moduleOf(nest(1_000, 0x02)), WASM_ENGINE)).toBeInstanceOf(Uint8Array);
    refuses(moduleOf(nest(1_100, 0x02)));
    refuses(moduleOf(nest(200, 0x03)));
    refuses(moduleOf([], {}, Array<number>(4_097).fill(I32)));
  });

  it('refuses a function that becomes larger than engines take', () => {
    // Each rounding is followed by one of another shape, which sees its bits: each is made canonical.
    const seen = (times: number): Uint8Array<ArrayBuffer> =>
      moduleOf([SPLAT_F64, Array.from({ length: times }, () => [CEIL_F64X2, CEIL_F32X4]), 0x1a]);
    expect(transformModule(seen(60_000), WASM_ENGINE)).toBeInstanceOf(Uint8Array);
    expect(() => transformModule(seen(100_000), WASM_ENGINE)).toThrow('too large');
  });

  it('judges the size by the source alone from version 3 on', () => {
    // Only the last rounding is seen, so little is written: a later build might write more or less.
    const blind = moduleOf([f64c(1), Array<number>(280_000).fill(CEIL_F64), 0x1a]);
    expect(transformModule(blind, 'reckon-wasm@2.0.0').length).toBeLessThan(300_000);
    expect(() => transformModule(blind, 'reckon-wasm@3.0.0')).toThrow('too large');
    const fewer = moduleOf([f64c(1), Array<number>(250_000).fill(CEIL_F64), 0x1a]);
    expect(transformModule(fewer, 'reckon-wasm@3.0.0')).toBeInstanceOf(Uint8Array);
  });

  it('refuses types that do not fit, as WebAssembly does', () => {
    refuses(moduleOf([f32c(1), i32c(1), 0x6a, 0x1a]));
    refuses(moduleOf([0x6a]));
    refuses(moduleOf([get(0), 0x1a]));
    refuses(moduleOf([i32c(1)]));
  });

  it('drops custom sections and runs a start section before _start', async () => {
    const custom = [4, 0x6e, 0x61, 0x6d, 0x65, 1, 2, 3];
    const wasm = assembleModule({
      functions: [
        { code: [i32c(1), globalSet(0)] },
        { code: [0x23, 0, 0x45, 0x04, EMPTY, UNREACHABLE, END] },
      ],
      globals: [{ type: I32, mutable: true, init: i32c(0) }],
      start: 0,
      raw: [{ id: 0, bytes: custom }],
    });
    expect((await run(wasm)).status).toBe('completed');
  });

  it('makes bad input of a module that is not accepted', async () => {
    const execution = await run(moduleOf([0xfe, 3, 0]));
    expect(execution).toMatchObject({ status: 'bad-input', fuelUsed: 0n, exitCode: 0 });
  });
});
