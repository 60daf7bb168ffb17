import { describe, expect, it } from 'vitest';
import type { ModuleSpec } from '../testing/assemble-module';
import {
  assembleModule,
  br,
  brIf,
  EMPTY,
  END,
  F32,
  F64,
  FUNCREF,
  f64c,
  get,
  I32,
  I64,
  i32c,
  refNull,
  UNREACHABLE,
  V128,
} from '../testing/assemble-module';
import { InvalidModule } from '../wasm/invalid-module';
import { lintModule } from './lint-module';
import { reasonsOf } from './reasons';

const DROP = 0x1a;
const lint = (spec: Partial<ModuleSpec>) =>
  lintModule(assembleModule({ functions: [{ code: [] }], ...spec }));
const lintCode = (...code: ModuleSpec['functions'][number]['code']) =>
  lint({ functions: [{ code }] });

describe('lintModule', () => {
  it('finds nothing in a module that does nothing but its end', () => {
    expect(lint({ memory: { min: 2, max: 7 } })).toEqual({
      imports: { files: [], arguments: [], clock: [], random: [], process: [], sockets: [] },
      functions: 1,
      instructions: 1,
      loops: 0,
      indirectCalls: 0,
      memoryGrows: 0,
      floats: 0,
      nanMakers: 0,
      simd: 0,
      bulkMemory: 0,
      tables: 0,
      references: 0,
      signExtension: 0,
      saturatingTruncation: 0,
      multiValue: false,
      memory: { minPages: 2, maxPages: 7 },
    });
    expect(lint({ memory: { min: 2 } }).memory.maxPages).toBeNull();
  });

  it('groups imports by what they reach', () => {
    const errno = (name: string, params: number[]) => ({ name, params, results: [I32] });
    const { imports } = lint({
      imports: [
        errno('random_get', [I32, I32]),
        errno('fd_write', [I32, I32, I32, I32]),
        errno('poll_oneoff', [I32, I32, I32, I32]),
        errno('clock_time_get', [I32, I64, I32]),
        errno('args_get', [I32, I32]),
        errno('environ_get', [I32, I32]),
        errno('sock_shutdown', [I32, I32]),
        { name: 'proc_exit', params: [I32], results: [] },
        errno('sched_yield', []),
      ],
    });
    expect(imports).toEqual({
      files: ['fd_write'],
      arguments: ['args_get', 'environ_get'],
      clock: ['clock_time_get', 'poll_oneoff'],
      random: ['random_get'],
      process: ['proc_exit', 'sched_yield'],
      sockets: ['sock_shutdown'],
    });
  });

  it('counts loops, also those that nothing reaches', () => {
    const nested = [0x03, EMPTY, 0x03, EMPTY, i32c(0), brIf(0), END, END];
    expect(lintCode(...nested).loops).toBe(2);
    expect(lintCode(UNREACHABLE, 0x03, EMPTY, br(0), END).loops).toBe(1);
  });

  it('tells floats that may make a NaN from those that cannot', () => {
    const add = lintCode(f64c(1), f64c(2), 0xa0, DROP);
    expect(add).toMatchObject({ floats: 1, nanMakers: 1 });
    const compare = lintCode(f64c(1), f64c(2), 0x63, DROP);
    expect(compare).toMatchObject({ floats: 1, nanMakers: 0 });
    const ofWhole = lintCode(i32c(1), i32c(2), 0x6a, 0xac, DROP);
    expect(ofWhole).toMatchObject({ floats: 0, nanMakers: 0 });
    const converted = lintCode(i32c(1), 0xb7, 0xaa, DROP);
    expect(converted).toMatchObject({ floats: 2, nanMakers: 0 });
  });

  it('sees vectors, bulk memory, sign extension and saturating truncation', () => {
    const vector = [0xfd, 12, ...Array<number>(16).fill(0)];
    expect(lintCode(...vector, ...vector, 0xfd, 0xe4, 1, DROP)).toMatchObject({
      simd: 3,
      floats: 1,
      nanMakers: 1,
    });
    expect(lintCode(i32c(0), i32c(0), i32c(0), 0xfc, 11, 0).bulkMemory).toBe(1);
    expect(lintCode(i32c(0), 0xc0, DROP).signExtension).toBe(1);
    expect(lintCode(f64c(0), 0xfc, 2, DROP)).toMatchObject({ saturatingTruncation: 1, floats: 1 });
    expect(lintCode(i32c(1), 0x40, 0, DROP).memoryGrows).toBe(1);
  });

  it('sees memory.init and data.drop, tables and references', () => {
    const zeros = [i32c(0), i32c(0), i32c(0)];
    const withAll = (...code: ModuleSpec['functions'][number]['code']) =>
      lint({
        functions: [{ code }],
        data: [{ bytes: [7] }],
        moreTables: [{ type: FUNCREF, min: 9 }],
        elements: [{ mode: 'passive', type: FUNCREF, items: [] }],
      });
    const memory = [zeros, 0xfc, 8, 0, 0, 0xfc, 9, 0];
    expect(withAll(...memory)).toMatchObject({ bulkMemory: 2, tables: 0, references: 0 });
    const table = [
      [i32c(0), i32c(0), 0x25, 0, 0x26, 0],
      [zeros, 0xfc, 12, 0, 0, 0xfc, 13, 0],
      [zeros, 0xfc, 14, 0, 0, refNull(FUNCREF), i32c(1), 0xfc, 15, 0, DROP],
      [0xfc, 16, 0, DROP, i32c(0), refNull(FUNCREF), i32c(0), 0xfc, 17, 0],
    ];
    expect(withAll(...table)).toMatchObject({ bulkMemory: 0, tables: 8, references: 2 });
    expect(withAll(refNull(FUNCREF), 0xd1, DROP).references).toBe(2);
  });

  it('sees multi-value in functions and in blocks', () => {
    expect(lintCode(0x02, I32, i32c(1), END, DROP).multiValue).toBe(false);
    expect(lintCode(0x02, V128, 0xfd, 12, Array<number>(16).fill(0), END, DROP).multiValue).toBe(
      false,
    );
    const two = { params: [], results: [I32, I64] };
    expect(
      lint({ functions: [{ ...two, code: [i32c(1), [0x42, 0]] }, { code: [] }] }).multiValue,
    ).toBe(true);
    const takes = { params: [I32], results: [I32] };
    const block = [i32c(1), 0x02, 0, END, DROP];
    expect(lint({ types: [takes], functions: [{ code: block }] }).multiValue).toBe(true);
  });

  it('reads past locals and parameters', () => {
    const functions = [
      { params: [I32, F32], locals: [F64, I64], code: [get(3), DROP] },
      { code: [] },
    ];
    expect(lint({ functions })).toMatchObject({ functions: 2, instructions: 4 });
  });

  it('refuses what the engine refuses', () => {
    const env = { module: 'env', name: 'now', params: [], results: [F64] };
    expect(() => lint({ imports: [env] })).toThrow(InvalidModule);
    expect(() => lintCode(0xfe, 0, 0)).toThrow(InvalidModule);
  });
});

describe('reasonsOf', () => {
  it('says what the code holds, and no more', () => {
    const plain = reasonsOf(lint({})).join('\n');
    expect(plain).toContain('It computes with whole numbers only.');
    expect(plain).toContain('It never asks for the time.');
    expect(plain).toContain('It has no loop; ');
    const clock = { name: 'clock_time_get', params: [I32, I64, I32], results: [I32] };
    const random = { name: 'random_get', params: [I32, I32], results: [I32] };
    const floats = { functions: [{ code: [f64c(1), f64c(2), 0xa0, DROP] }] };
    const told = reasonsOf(lint({ imports: [clock, random], ...floats })).join('\n');
    expect(told).toContain('It asks for the time (clock_time_get)');
    expect(told).toContain('It asks for randomness');
    expect(told).toContain('1 float instruction, 1 of which may make a NaN');
  });
});
