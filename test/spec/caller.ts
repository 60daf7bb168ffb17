import { BinaryWriter } from '@/lib/execution/wasm/binary-writer';
import type { FunctionType } from '@/lib/execution/wasm/parsed-module';
import { isReference, VALUE_TYPE } from '@/lib/execution/wasm/parsed-module';
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
 * cannot pass through JavaScript, and NaNs lose bits there. References pass as they are.
 */
export type Caller = (params: readonly SpecValue[]) => SpecValue[];

const compiled = new Map<string, WebAssembly.Module>();

export function callerOf(type: FunctionType, target: WebAssembly.ExportValue): Caller {
  const key = `${type.params.join()}>${type.results.join()}`;
  const module = compiled.get(key) ?? new WebAssembly.Module(callingModule(type));
  compiled.set(key, module);
  const { exports } = new WebAssembly.Instance(module, { m: { f: target } });
  const memory = new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
  return (params) => {
    const references: unknown[] = [];
    for (const [index, param] of params.entries()) {
      if (param.kind === 'bytes') memory.set(param.bytes, index * SLOT);
      else references.push(param.value);
    }
    const given = (exports.call as (...references: unknown[]) => unknown)(...references);
    const isList = type.results.filter(isReference).length > 1;
    const referred = isList ? [...(given as Iterable<unknown>)] : [given];
    return type.results.map((result, index) => {
      if (isReference(result)) return { kind: 'reference', value: referred.shift() };
      const at = RESULTS_AT + index * SLOT;
      return { kind: 'bytes', bytes: memory.slice(at, at + SIZE_OF[result]!) };
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
    // Its caller takes and gives the references among them.
    out.u8(0x60);
    out.u32(params.filter(isReference).length);
    out.raw(params.filter(isReference));
    out.u32(results.filter(isReference).length);
    out.raw(results.filter(isReference));
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
    const local = (opcode: number, index: number): void => {
      out.u8(opcode);
      out.u32(index);
    };
    let taken = 0;
    for (const [index, type] of params.entries()) {
      if (isReference(type)) {
        local(0x20, taken++);
        continue;
      }
      access(index * SLOT);
      out.raw([...LOAD[type]!, 0, 0]);
    }
    out.raw([0x10, 0]);
    for (const index of [...results.keys()].reverse()) local(0x21, taken + index);
    for (const [index, type] of results.entries()) {
      // References stay on the stack.
      if (!isReference(type)) access(RESULTS_AT + index * SLOT);
      local(0x20, taken + index);
      if (!isReference(type)) out.raw([...STORE[type]!, 0, 0]);
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
