import { BinaryWriter } from '../wasm/binary-writer';

/** Code as bytes; nested lists are flattened, so instructions compose as arrays. */
export type Code = readonly (number | Code)[];

export interface FunctionSpec {
  /** Value types as in the binary. */
  readonly params?: readonly number[];
  readonly results?: readonly number[];
  readonly locals?: readonly number[];
  /** Without the final end. */
  readonly code: Code;
  /** Exported under this name. */
  readonly name?: string;
}

export interface ImportSpec {
  readonly module?: string;
  readonly name: string;
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export interface TableSpec {
  readonly type: number;
  readonly min: number;
  readonly max?: number;
}

export interface ElementSpec {
  readonly mode: 'passive' | 'declarative' | { readonly table: number; readonly at: number };
  readonly type: number;
  /** Constant expressions without their ends. */
  readonly items: readonly Code[];
}

export interface ModuleSpec {
  /** These come first, in this order and each once; types of functions are added as needed. */
  readonly types?: readonly {
    readonly params: readonly number[];
    readonly results: readonly number[];
  }[];
  readonly imports?: readonly ImportSpec[];
  /** `_start` is added when none has that name: it is the last function. */
  readonly functions: readonly FunctionSpec[];
  readonly memory?: { readonly min: number; readonly max?: number; readonly flags?: number };
  readonly globals?: readonly {
    readonly type: number;
    readonly mutable: boolean;
    readonly init: Code;
  }[];
  /** Function indices from table slot 0 on. */
  readonly table?: readonly number[];
  /** Slots of the table, when there are more than functions in it. */
  readonly tableSize?: number;
  /** Tables behind the first. */
  readonly moreTables?: readonly TableSpec[];
  /** Element segments behind the first table's. */
  readonly elements?: readonly ElementSpec[];
  /** Without a place it is passive; then a data count is written. */
  readonly data?: readonly { readonly at?: number; readonly bytes: readonly number[] }[];
  readonly start?: number;
  readonly exports?: readonly {
    readonly name: string;
    readonly kind: number;
    readonly index: number;
  }[];
  /** Whole sections to put in, for what the assembler would not write. */
  readonly raw?: readonly { readonly id: number; readonly bytes: readonly number[] }[];
}

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export const FUNCREF = 0x70;
export const EXTERNREF = 0x6f;

function leb(write: (out: BinaryWriter) => void): number[] {
  const out = new BinaryWriter(10);
  write(out);
  return [...out.view()];
}

export const u32 = (value: number): number[] => leb((out) => out.u32(value));
export const i32c = (value: number): number[] => [0x41, ...leb((out) => out.signed(value | 0))];
export const f32c = (value: number): number[] => [
  0x43,
  ...new Uint8Array(new Float32Array([value]).buffer),
];
export const f64c = (value: number): number[] => [
  0x44,
  ...new Uint8Array(new Float64Array([value]).buffer),
];
export const get = (index: number): number[] => [0x20, ...u32(index)];
export const set = (index: number): number[] => [0x21, ...u32(index)];
export const tee = (index: number): number[] => [0x22, ...u32(index)];
export const globalGet = (index: number): number[] => [0x23, ...u32(index)];
export const globalSet = (index: number): number[] => [0x24, ...u32(index)];
export const call = (index: number): number[] => [0x10, ...u32(index)];
export const br = (label: number): number[] => [0x0c, ...u32(label)];
export const brIf = (label: number): number[] => [0x0d, ...u32(label)];
export const refFunc = (index: number): number[] => [0xd2, ...u32(index)];
export const refNull = (type: number): number[] => [0xd0, type];
export const EMPTY = 0x40;
export const END = 0x0b;
export const UNREACHABLE = 0x00;

/** i64.const of any 64-bit number. */
export function i64c(value: bigint): number[] {
  const bytes = [0x42];
  let rest = BigInt.asIntN(64, value);
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = (rest === 0n && byte < 0x40) || (rest === -1n && byte >= 0x40);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}

function flatten(code: Code): number[] {
  const bytes: number[] = [];
  const stack: (number | Code)[] = [...code].reverse();
  while (stack.length > 0) {
    const next = stack.pop()!;
    if (typeof next === 'number') bytes.push(next);
    else for (let index = next.length - 1; index >= 0; index--) stack.push(next[index]!);
  }
  return bytes;
}

/** Writes a module, valid or not: nothing is checked. */
export function assembleModule(spec: ModuleSpec): Uint8Array<ArrayBuffer> {
  const { imports = [], functions, memory = { min: 1 }, globals = [], table, data = [] } = spec;
  const types: string[] = [];
  const typeOf = (params: readonly number[], results: readonly number[]): number => {
    const key = JSON.stringify([params, results]);
    if (!types.includes(key)) types.push(key);
    return types.indexOf(key);
  };
  for (const { params, results } of spec.types ?? []) typeOf(params, results);
  const importTypes = imports.map(({ params, results }) => typeOf(params, results));
  const functionTypes = functions.map(({ params = [], results = [] }) => typeOf(params, results));
  const exports = [{ name: 'memory', kind: 2, index: 0 }, ...(spec.exports ?? [])];
  for (const [index, { name }] of functions.entries()) {
    if (name !== undefined) exports.push({ name, kind: 0, index: imports.length + index });
  }
  if (!exports.some(({ name }) => name === '_start')) {
    exports.push({ name: '_start', kind: 0, index: imports.length + functions.length - 1 });
  }

  const out = new BinaryWriter();
  out.raw([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const section = (id: number, write: (to: BinaryWriter) => void): void => {
    const replaced = spec.raw?.filter((raw) => raw.id === id) ?? [];
    const body = new BinaryWriter();
    write(body);
    for (const bytes of replaced.length > 0 ? replaced.map((raw) => raw.bytes) : [body.view()]) {
      out.u8(id);
      out.u32(bytes.length);
      out.raw(bytes);
    }
  };
  const list = <T>(to: BinaryWriter, items: readonly T[], write: (item: T) => void): void => {
    to.u32(items.length);
    for (const item of items) write(item);
  };

  section(1, (to) =>
    list(to, types, (key) => {
      const [params, results] = JSON.parse(key) as [number[], number[]];
      to.u8(0x60);
      list(to, params, (type) => to.u8(type));
      list(to, results, (type) => to.u8(type));
    }),
  );
  section(2, (to) =>
    list(to, [...imports.entries()], ([index, { module = 'wasi_snapshot_preview1', name }]) => {
      to.name(module);
      to.name(name);
      to.u8(0);
      to.u32(importTypes[index]!);
    }),
  );
  section(3, (to) => list(to, functionTypes, (type) => to.u32(type)));
  const first = table && { type: FUNCREF, min: spec.tableSize ?? table.length };
  const tables: readonly TableSpec[] = [...(first ? [first] : []), ...(spec.moreTables ?? [])];
  if (tables.length > 0) {
    section(4, (to) =>
      list(to, tables, ({ type, min, max }) => {
        to.raw([type, max === undefined ? 0 : 1]);
        to.u32(min);
        if (max !== undefined) to.u32(max);
      }),
    );
  }
  section(5, (to) => {
    to.u8(1);
    to.u8(memory.flags ?? (memory.max === undefined ? 0 : 1));
    to.u32(memory.min);
    if (memory.max !== undefined) to.u32(memory.max);
  });
  section(6, (to) =>
    list(to, globals, ({ type, mutable, init }) =>
      to.raw([type, mutable ? 1 : 0, ...flatten(init), END]),
    ),
  );
  section(7, (to) =>
    list(to, exports, ({ name, kind, index }) => {
      to.name(name);
      to.u8(kind);
      to.u32(index);
    }),
  );
  if (spec.start !== undefined) section(8, (to) => to.u32(spec.start!));
  const slots = table ?? [];
  const elements = spec.elements ?? [];
  if (slots.length + elements.length > 0) {
    section(9, (to) => {
      to.u32(elements.length + (slots.length > 0 ? 1 : 0));
      if (slots.length > 0) {
        to.raw([0, 0x41, 0, END]);
        list(to, slots, (index) => to.u32(index));
      }
      for (const { mode, type, items } of elements) {
        if (typeof mode === 'string') to.u8(mode === 'passive' ? 5 : 7);
        else to.raw([6, ...u32(mode.table), ...i32c(mode.at), END]);
        to.u8(type);
        list(to, items, (item) => to.raw([...flatten(item), END]));
      }
    });
  }
  if (data.some(({ at }) => at === undefined)) section(12, (to) => to.u32(data.length));
  section(10, (to) =>
    list(to, functions, ({ locals = [], code }) => {
      const body = new BinaryWriter();
      list(body, locals, (type) => body.raw([1, type]));
      body.raw(flatten(code));
      body.u8(END);
      to.u32(body.length);
      to.raw(body.view());
    }),
  );
  if (data.length > 0) {
    section(11, (to) =>
      list(to, data, ({ at, bytes }) => {
        to.raw(at === undefined ? [1] : [0, ...i32c(at), END]);
        to.u32(bytes.length);
        to.raw(bytes);
      }),
    );
  }
  for (const { id, bytes } of spec.raw?.filter((raw) => raw.id > 12 || raw.id === 0) ?? []) {
    out.u8(id);
    out.u32(bytes.length);
    out.raw(bytes);
  }
  return out.toBytes();
}
