import { BinaryWriter } from '@/lib/execution/wasm/binary-writer';
import type { FunctionType } from '@/lib/execution/wasm/parsed-module';
import { VALUE_TYPE } from '@/lib/execution/wasm/parsed-module';
import type { SpecValue } from './spec-value';
import { SIZE_OF } from './spec-value';

const RESULTS_AT = 8192;
const SLOT = 16;
const LOAD: Readonly<Record<number, readonly number[]>> = {
  [VALUE_TYPE.i32]: [0x28],
  [VALUE_TYPE.i64]: [0x29],
  [VALUE_TYPE.f32]: [0x2a],
  [VALUE_TYPE.f64]: [0x2b],
  [VALUE_TYPE.v128]: [0xfd, 0],
};
const STORE: Readonly<Record<number, readonly number[]>> = {
  [VALUE_TYPE.i32]: [0x36],
  [VALUE_TYPE.i64]: [0x37],
  [VALUE_TYPE.f32]: [0x38],
  [VALUE_TYPE.f64]: [0x39],
  [VALUE_TYPE.v128]: [0xfd, 11],
};

/**
 * Calls functions from WebAssembly, with parameters from memory and results to memory: vectors
 * cannot pass through JavaScript, and NaNs lose bits there.
 */
export type Caller = (params: readonly SpecValue[]) => Uint8Array[];

const compiled = new Map<string, WebAssembly.Module>();

export function callerOf(type: FunctionType, target: WebAssembly.ExportValue): Caller {
  const key = `${type.params.join()}>${type.results.join()}`;
  const module = compiled.get(key) ?? new WebAssembly.Module(callingModule(type));
  compiled.set(key, module);
  const { exports } = new WebAssembly.Instance(module, { m: { f: target } });
  const memory = new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
  return (params) => {
    for (const [index, { bytes }] of params.entries()) memory.set(bytes, index * SLOT);
    (exports.call as () => void)();
    return type.results.map((result, index) => {
      const at = RESULTS_AT + index * SLOT;
      return memory.slice(at, at + SIZE_OF[result]!);
    });
  };
}

function callingModule({ params, results }: FunctionType): Uint8Array<ArrayBuffer> {
  const out = new BinaryWriter();
  const section = (id: number, write: () => void): void => {
    out.u8(id);
    const size = out.openSize();
    write();
    out.closeSize(size);
  };
  out.raw([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  section(1, () => {
    out.raw([2, 0x60]);
    out.u32(params.length);
    out.raw(params);
    out.u32(results.length);
    out.raw(results);
    out.raw([0x60, 0, 0]);
  });
  section(2, () => {
    out.u8(1);
    out.name('m');
    out.name('f');
    out.raw([0, 0]);
  });
  section(3, () => out.raw([1, 1]));
  section(5, () => out.raw([1, 0, 1]));
  section(7, () => {
    out.u8(2);
    out.name('memory');
    out.raw([2, 0]);
    out.name('call');
    out.raw([0, 1]);
  });
  section(10, () => {
    out.u8(1);
    const size = out.openSize();
    out.u32(results.length);
    for (const type of results) out.raw([1, type]);
    const access = (at: number): void => {
      out.u8(0x41);
      out.signed(at);
    };
    for (const [index, type] of params.entries()) {
      access(index * SLOT);
      out.raw([...LOAD[type]!, 0, 0]);
    }
    out.raw([0x10, 0]);
    for (const index of [...results.keys()].reverse()) {
      out.u8(0x21);
      out.u32(index);
    }
    for (const [index, type] of results.entries()) {
      access(RESULTS_AT + index * SLOT);
      out.u8(0x20);
      out.u32(index);
      out.raw([...STORE[type]!, 0, 0]);
    }
    out.u8(0x0b);
    out.closeSize(size);
  });
  return out.toBytes();
}

/** A function that gives a global's value, to be called like any other. */
export function globalReader(
  valueType: number,
  mutable: boolean,
  global: WebAssembly.ExportValue,
): { type: FunctionType; target: WebAssembly.ExportValue } {
  const bytes = new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[1, 5, 1, 0x60, 0, 1, valueType],
    ...[2, 8, 1, 1, 0x6d, 1, 0x67, 3, valueType, mutable ? 1 : 0],
    ...[3, 2, 1, 0],
    ...[7, 5, 1, 1, 0x66, 0, 0],
    ...[10, 6, 1, 4, 0, 0x23, 0, 0x0b],
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { g: global } });
  return { type: { params: [], results: [valueType] }, target: exports.f! };
}
