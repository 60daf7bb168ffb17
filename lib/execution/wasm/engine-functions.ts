import { BinaryWriter } from './binary-writer';
import type { CostTable } from './cost-table';
import { FUEL_SLICE } from './cost-table';
import { MODULE_CAPS } from './module-caps';
import type { ModuleGlobal } from './parsed-module';
import { VALUE_TYPE } from './parsed-module';

/** The engine's own globals, by index in the transformed module. */
export interface EngineGlobals {
  readonly fuel: number;
  readonly notice: number;
  readonly depth: number;
  readonly pageLimit: number;
  readonly outcome: number;
}

/** What the outcome global tells: why the engine's own code stopped the module. */
export const STOP = { none: 0, memoryExceeded: 1, hostRefusedMemory: 2 } as const;

const UNREACHABLE = 0x00;
const IF = [0x04, 0x40];
const END = 0x0b;

class Code {
  private readonly out = new BinaryWriter(128);

  constructor(i64Locals: number) {
    this.out.raw(i64Locals === 0 ? [0] : [1, i64Locals, VALUE_TYPE.i64]);
  }

  op(...bytes: number[]): this {
    this.out.raw(bytes);
    return this;
  }

  get(index: number): this {
    return this.op(0x20).u32(index);
  }

  set(index: number): this {
    return this.op(0x21).u32(index);
  }

  globalGet(index: number): this {
    return this.op(0x23).u32(index);
  }

  globalSet(index: number): this {
    return this.op(0x24).u32(index);
  }

  call(index: number): this {
    return this.op(0x10).u32(index);
  }

  i64(value: number): this {
    this.out.u8(0x42);
    this.out.signed(value);
    return this;
  }

  i32(value: number): this {
    this.out.u8(0x41);
    this.out.signed(value);
    return this;
  }

  u32(value: number): this {
    this.out.u32(value);
    return this;
  }

  end(): Uint8Array {
    return this.op(END).out.toBytes();
  }
}

/**
 * () -> (): called at loop heads where fuel is below `notice`. Traps when none is left; otherwise
 * calls `tick` and asks to be called again a slice later.
 */
export function reportBody(globals: EngineGlobals, tick: number): Uint8Array {
  const next = 0;
  return new Code(1)
    .globalGet(globals.fuel)
    .i64(0)
    .op(0x53, ...IF, UNREACHABLE, END)
    .globalGet(globals.fuel)
    .i64(Number(FUEL_SLICE))
    .op(0x7d, 0x22)
    .u32(next)
    .i64(0)
    .get(next)
    .i64(0)
    .op(0x55, 0x1b)
    .globalSet(globals.notice)
    .call(tick)
    .end();
}

/** Takes the i64 on top from the counter and traps when none is left. */
function charge(code: Code, globals: EngineGlobals, scratch: number): Code {
  return code
    .set(scratch)
    .globalGet(globals.fuel)
    .get(scratch)
    .op(0x7d)
    .globalSet(globals.fuel)
    .globalGet(globals.fuel)
    .i64(0)
    .op(0x53, ...IF, UNREACHABLE, END);
}

/**
 * (pages: i32) -> i32: memory.grow with its price. Beyond the module's own maximum it fails as it
 * always does (-1); beyond the job's limit it stops the job; where the host has no memory it
 * stops the job as well, and that is never a result.
 */
export function memoryGrowBody(
  globals: EngineGlobals,
  costs: CostTable,
  declaredMax: number | undefined,
): Uint8Array {
  const pages = 0;
  const scratch = 1;
  const code = new Code(1)
    .get(pages)
    .op(0xad, 0x3f, 0x00, 0xad, 0x7c, 0x22) // i64(pages) + i64(memory.size)
    .u32(scratch)
    .i64(Math.min(declaredMax ?? 65_536, 65_536))
    .op(0x55, ...IF) // i64.gt_s
    .i32(-1)
    .op(0x0f, END)
    .get(scratch)
    .globalGet(globals.pageLimit)
    .op(0xad, 0x55, ...IF)
    .i32(STOP.memoryExceeded)
    .globalSet(globals.outcome)
    .op(UNREACHABLE, END)
    .get(pages)
    .op(0xad)
    .i64(costs.memoryPageFuel)
    .op(0x7e);
  return charge(code, globals, scratch)
    .get(pages)
    .op(0x45, ...IF, 0x3f, 0x00, 0x0f, END) // by nothing: the size, without the engine's own work
    .get(pages)
    .op(0x40, 0x00, 0x22)
    .u32(pages)
    .i32(-1)
    .op(0x46, ...IF)
    .i32(STOP.hostRefusedMemory)
    .globalSet(globals.outcome)
    .op(UNREACHABLE, END)
    .get(pages)
    .end();
}

/** (size: i32) -> i32: what stands before each bulk operation: its price by bytes. */
export function chargeBytesBody(globals: EngineGlobals, costs: CostTable): Uint8Array {
  const [size, scratch] = [0, 1];
  const code = new Code(1).get(size).op(0xad).i64(costs.bulkBytesPerFuel).op(0x80);
  return charge(code, globals, scratch).get(size).end();
}

/** (size: i32) -> i32: the same for operations on tables: by entries. */
export function chargeEntriesBody(globals: EngineGlobals, costs: CostTable): Uint8Array {
  const [size, scratch] = [0, 1];
  const code = new Code(1).get(size).op(0xad).i64(costs.tableEntryFuel).op(0x7e);
  return charge(code, globals, scratch).get(size).end();
}

/** () -> i64: the bits of a global, so that no engine's number conversion touches a NaN. */
export function globalBitsBodies(index: number, { valueType }: ModuleGlobal): Uint8Array[] {
  const get = (...convert: number[]): Uint8Array =>
    new Code(0)
      .globalGet(index)
      .op(...convert)
      .end();
  switch (valueType) {
    case VALUE_TYPE.i32:
      return [get(0xad)];
    case VALUE_TYPE.i64:
      return [get()];
    case VALUE_TYPE.f32:
      return [get(0xbc, 0xad)];
    case VALUE_TYPE.f64:
      return [get(0xbd)];
    default:
      return [get(0xfd, 29, 0), get(0xfd, 29, 1)];
  }
}

/** The largest memory a transformed module declares: the job's own limit is checked on top. */
export const LARGEST_MEMORY_PAGES: number = MODULE_CAPS.memoryPages;
