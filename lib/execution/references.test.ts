import { describe, expect, it } from 'vitest';
import { WASM_ENGINE } from './engine-id';
import { executeJob } from './execute-job';
import type { Code, ModuleSpec } from './testing/assemble-module';
import {
  assembleModule,
  br,
  call,
  EMPTY,
  END,
  EXTERNREF,
  FUNCREF,
  globalGet,
  globalSet,
  I32,
  i32c,
  refFunc,
  refNull,
  UNREACHABLE,
  u32,
} from './testing/assemble-module';
import { moduleOf } from './testing/module-of';
import { testJob } from './testing/test-job';
import { costsOf } from './wasm/engine-versions';
import { InvalidModule } from './wasm/invalid-module';
import { MODULE_CAPS } from './wasm/module-caps';
import { transformModule } from './wasm/transform-module';

const DROP = 0x1a;
const COSTS = costsOf(WASM_ENGINE);

const run = (wasm: Uint8Array, overrides: Parameters<typeof testJob>[1] = {}) =>
  executeJob(testJob(wasm, overrides));
const trapUnless = (code: Code, wanted: number): Code => [
  [code, i32c(wanted), 0x47, 0x04, EMPTY, UNREACHABLE, END],
];
const zeros: Code = [i32c(0), i32c(0), i32c(0)];
const bulk = (minor: number, ...immediates: number[]): Code => [0xfc, minor, immediates];
const passive: Partial<ModuleSpec> = { data: [{ bytes: [7, 8, 9] }] };
const oneTable: Partial<ModuleSpec> = { moreTables: [{ type: FUNCREF, min: 10 }] };
const segment = (mode: 'passive' | 'declarative', ...items: Code[]): Partial<ModuleSpec> => ({
  elements: [{ mode, type: FUNCREF, items }],
});

describe('what came with version 2', () => {
  const both = { ...oneTable, ...segment('passive', refNull(FUNCREF)) };
  const named = { ...oneTable, ...segment('declarative', refFunc(0)) };
  it.each<[string, Uint8Array<ArrayBuffer>]>([
    ['a passive data segment', moduleOf([], passive)],
    ['memory.init', moduleOf([zeros, bulk(8, 0, 0)], passive)],
    ['data.drop', moduleOf(bulk(9, 0), passive)],
    ['a passive element segment', moduleOf([], both)],
    ['a declarative element segment', moduleOf([], named)],
    [
      'elements by expressions',
      moduleOf([], {
        ...oneTable,
        raw: [{ id: 9, bytes: [1, 4, 0x41, 0, END, 0] }],
        elements: [{ mode: 'passive', type: FUNCREF, items: [] }],
      }),
    ],
    ['table.init', moduleOf([zeros, bulk(12, 0, 0)], both)],
    ['elem.drop', moduleOf(bulk(13, 0), both)],
    ['table.copy', moduleOf([zeros, bulk(14, 0, 0)], oneTable)],
    ['table.grow', moduleOf([refNull(FUNCREF), i32c(1), bulk(15, 0), DROP], oneTable)],
    ['table.size', moduleOf([bulk(16, 0), DROP], oneTable)],
    ['table.fill', moduleOf([i32c(0), refNull(FUNCREF), i32c(0), bulk(17, 0)], oneTable)],
    ['table.get', moduleOf([i32c(0), 0x25, 0, DROP], oneTable)],
    ['table.set', moduleOf([i32c(0), refNull(FUNCREF), 0x26, 0], oneTable)],
    ['ref.null', moduleOf([refNull(EXTERNREF), DROP])],
    ['ref.is_null', moduleOf([refNull(EXTERNREF), 0xd1, DROP])],
    ['ref.func', moduleOf([refFunc(0), DROP], named)],
    ['a select with a type', moduleOf([zeros, 0x1c, 1, I32, DROP])],
    ['a local', moduleOf([], {}, [FUNCREF])],
    ['a parameter', moduleOf([], { functions: [{ params: [EXTERNREF], code: [] }] })],
    ['a block of references', moduleOf([0x02, FUNCREF, refNull(FUNCREF), END, DROP])],
    [
      'a global',
      moduleOf([], { globals: [{ type: FUNCREF, mutable: true, init: refNull(FUNCREF) }] }),
    ],
    ['a table of externals', moduleOf([], { moreTables: [{ type: EXTERNREF, min: 1 }] })],
    ['several tables', moduleOf([], { ...oneTable, table: [0] })],
  ])('is refused by version 1 and runs by version 2: %s', async (_name, wasm) => {
    const old = await run(wasm, { manifest: { engine: 'reckon-wasm@1.0.0' } });
    expect(old).toMatchObject({ status: 'bad-input', fuelUsed: 0n });
    expect((await run(wasm)).status).toBe('completed');
    // Where it can never run, the same.
    expect(() => transformModule(wasm, 'reckon-wasm@1.0.0')).toThrow(InvalidModule);
  });
});

describe('references to functions', () => {
  const answer = (value: number) => ({ results: [I32], code: i32c(value) });
  const imports = [{ name: 'sched_yield', params: [], results: [I32] }];
  const through = (table: number, slot: number): Code => [i32c(slot), 0x11, u32(0), u32(table)];
  const types = [{ params: [], results: [I32] }];

  it('name the same function as before the engine added its own', async () => {
    const spec: Partial<ModuleSpec> = {
      types,
      imports,
      functions: [answer(11), answer(22), answer(33)],
      // Nothing but its export lets the code refer to function 3.
      exports: [{ name: 'third', kind: 0, index: 3 }],
      table: [1],
      moreTables: [{ type: FUNCREF, min: 4 }],
      globals: [{ type: FUNCREF, mutable: true, init: refFunc(2) }],
      elements: [
        { mode: { table: 1, at: 1 }, type: FUNCREF, items: [refFunc(2), refNull(FUNCREF)] },
        { mode: 'passive', type: FUNCREF, items: [refFunc(1), refFunc(0)] },
      ],
    };
    const code: Code = [
      trapUnless(through(0, 0), 11),
      trapUnless(through(1, 1), 22),
      [i32c(0), globalGet(0), 0x26, 1, trapUnless(through(1, 0), 22)],
      [i32c(2), refFunc(3), 0x26, 1, trapUnless(through(1, 2), 33)],
      [i32c(2), i32c(0), i32c(2), bulk(12, 2, 1), trapUnless(through(1, 2), 11)],
      // The host's own function.
      trapUnless(through(1, 3), 0),
      trapUnless([i32c(2), 0x25, 1, 0xd1], 0),
    ];
    expect((await run(moduleOf(code, spec))).status).toBe('completed');
  });

  it.each([0, 1, 2, 3, 4])("cannot be made of the engine's function %i", (offset) => {
    const refuses = (wasm: Uint8Array<ArrayBuffer>): void => {
      expect(() => transformModule(wasm, WASM_ENGINE)).toThrow(InvalidModule);
    };
    const own = refFunc(1 + offset);
    refuses(moduleOf([own, DROP], segment('declarative', own)));
    refuses(moduleOf([UNREACHABLE, own, DROP]));
    refuses(moduleOf([], { globals: [{ type: FUNCREF, mutable: false, init: own }] }));
    refuses(moduleOf([], segment('passive', own)));
  });

  it('are no part of the state', async () => {
    const spec = (init: Code): Partial<ModuleSpec> => ({
      functions: [{ code: [] }],
      globals: [{ type: FUNCREF, mutable: true, init }],
    });
    const nothing = await run(moduleOf([], spec(refNull(FUNCREF))));
    const something = await run(moduleOf([], spec(refFunc(0))));
    const later = await run(
      moduleOf([refFunc(0), globalSet(0)], {
        ...spec(refNull(FUNCREF)),
        ...segment('declarative', refFunc(0)),
      }),
    );
    expect([something.stateDigest, later.stateDigest]).toEqual([
      nothing.stateDigest,
      nothing.stateDigest,
    ]);
  });

  it.each([FUNCREF, EXTERNREF])(
    'count in the depth of calls, as locals and operands of type %i',
    async (type) => {
      const locals = Array<number>(4_000).fill(type);
      const deep = assembleModule({ functions: [{ locals, code: call(0) }] });
      expect((await run(deep)).status).toBe('trapped');
      const operands = Array.from({ length: 2_000 }, () => refNull(type));
      const code: Code = [operands, call(0), operands.map(() => DROP)];
      expect((await run(assembleModule({ functions: [{ code }] }))).status).toBe('trapped');
      const params = Array<number>(255).fill(type);
      const wide: Code = [params.map(() => refNull(type)), call(0)];
      expect(
        (await run(assembleModule({ functions: [{ params, code: wide }, { code: wide }] }))).status,
      ).toBe('trapped');
    },
  );
});

describe('bulk operations', () => {
  const fuelOf = async (code: Code, spec: Partial<ModuleSpec>): Promise<bigint> => {
    const { status, fuelUsed } = await run(moduleOf(code, spec), {
      limits: { fuelLimit: 1n << 40n },
    });
    expect(status).toBe('completed');
    return fuelUsed;
  };
  const tables: Partial<ModuleSpec> = {
    moreTables: [
      { type: FUNCREF, min: 100 },
      { type: FUNCREF, min: 100 },
    ],
    elements: [
      {
        mode: 'passive',
        type: FUNCREF,
        items: Array.from({ length: 100 }, () => refNull(FUNCREF)),
      },
    ],
  };
  const operations: [string, (size: number) => Code, Partial<ModuleSpec>, number][] = [
    [
      'memory.init',
      (size) => [i32c(0), i32c(0), i32c(size), bulk(8, 0, 0)],
      { data: [{ bytes: Array<number>(100).fill(1) }] },
      1 / COSTS.bulkBytesPerFuel,
    ],
    [
      'table.init',
      (size) => [i32c(0), i32c(0), i32c(size), bulk(12, 0, 0)],
      tables,
      COSTS.tableEntryFuel,
    ],
    [
      'table.copy',
      (size) => [i32c(0), i32c(0), i32c(size), bulk(14, 0, 1)],
      tables,
      COSTS.tableEntryFuel,
    ],
    [
      'table.fill',
      (size) => [i32c(0), refNull(FUNCREF), i32c(size), bulk(17, 0)],
      tables,
      COSTS.tableEntryFuel,
    ],
    [
      'table.grow',
      (size) => [refNull(FUNCREF), i32c(size), bulk(15, 0), DROP],
      tables,
      COSTS.tableEntryFuel,
    ],
  ];

  it.each(operations)('%s is charged by its size', async (_name, code, spec, price) => {
    const small = await fuelOf(code(10), spec);
    const large = await fuelOf(code(90), spec);
    expect(large - small).toBe(BigInt(80 * price));
  });

  it.each(operations)('%s without end uses the fuel up', async (_name, code, spec) => {
    const forever: Code = [0x03, EMPTY, code(1), br(0), END];
    const limits = { fuelLimit: 100_000_000n };
    expect(await run(moduleOf(forever, spec), { limits })).toMatchObject({
      status: 'fuel-exhausted',
      fuelUsed: 100_000_000n,
    });
  });

  it.each(operations)(
    '%s of more than there is fuel for does not begin',
    async (name, code, spec) => {
      const { status, fuelUsed } = await run(moduleOf(code(-1), spec), {
        limits: { fuelLimit: 1_000_000n },
      });
      expect([status, fuelUsed]).toEqual(['fuel-exhausted', 1_000_000n]);
      // With fuel for it, it is the trap that WebAssembly wants; a table that cannot grow so far says so.
      const rich = await run(moduleOf(code(-1), spec), { limits: { fuelLimit: 1n << 50n } });
      expect(rich.status).toBe(name === 'table.grow' ? 'completed' : 'trapped');
    },
  );

  it('trap behind a segment that is dropped, or was active', async () => {
    const init = [i32c(0), i32c(0), i32c(1), bulk(8, 0, 0)];
    expect((await run(moduleOf(init, passive))).status).toBe('completed');
    expect((await run(moduleOf([bulk(9, 0), init], passive))).status).toBe('trapped');
    const active = { data: [{ at: 0, bytes: [1] }, { bytes: [] }] };
    expect((await run(moduleOf(init, active))).status).toBe('trapped');
  });

  it('let tables grow to a cap that is the same everywhere', async () => {
    const grow = (by: number): Code => [refNull(FUNCREF), i32c(by), bulk(15, 0)];
    const cap = MODULE_CAPS.grownTableEntries;
    const code = [
      trapUnless(grow(cap - 10), 10),
      trapUnless(grow(1), -1),
      trapUnless(bulk(16, 0), cap),
    ];
    const limits = { fuelLimit: 1n << 40n };
    expect((await run(moduleOf(code, oneTable), { limits })).status).toBe('completed');
    const small = { moreTables: [{ type: FUNCREF, min: 1, max: 2 }] };
    const beyond = [trapUnless(grow(1), 1), trapUnless(grow(1), -1)];
    expect((await run(moduleOf(beyond, small), { limits })).status).toBe('completed');
  });
});

describe('caps', () => {
  const refuses = (spec: Partial<ModuleSpec>, why: string | RegExp): void => {
    expect(() => transformModule(moduleOf([], spec), WASM_ENGINE)).toThrow(why);
  };
  const most = MODULE_CAPS.tableEntries;

  it('hold for the number of tables and for their entries together', () => {
    const tables = (count: number, min: number) => ({
      moreTables: Array.from({ length: count }, () => ({ type: FUNCREF, min })),
    });
    expect(transformModule(moduleOf([], tables(2, most / 2)), WASM_ENGINE)).toBeInstanceOf(
      Uint8Array,
    );
    refuses(tables(2, most / 2 + 1), 'tables start with more than');
    refuses(tables(MODULE_CAPS.tables + 1, 1), 'more than 32 table');
  });

  it('refuse what is computed, and references of other kinds', () => {
    const constant = { type: FUNCREF, mutable: false, init: refNull(FUNCREF) };
    refuses({ globals: [constant, { ...constant, init: globalGet(0) }] }, 'must be a literal');
    refuses(
      { globals: [constant], ...oneTable, ...segment('passive', globalGet(0)) },
      'must be a literal',
    );
    refuses({ moreTables: [{ type: 0x6e, min: 1 }] }, 'only tables of');
    refuses({ globals: [{ ...constant, type: 0x63 }] }, 'values');
    expect(() => transformModule(moduleOf([], {}, [0x64]), WASM_ENGINE)).toThrow(InvalidModule);
  });
});
