import { describe, expect, it } from 'vitest';
import { WASM_ENGINE } from '../engine-id';
import { assembleModule, END, FUNCREF, i32c, u32 } from '../testing/assemble-module';
import { InvalidModule } from './invalid-module';
import { transformModule } from './transform-module';

function refusalOf(wasm: Uint8Array<ArrayBuffer>): InvalidModule {
  try {
    transformModule(wasm, WASM_ENGINE);
  } catch (error) {
    if (error instanceof InvalidModule) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** Where these bytes begin, which a module holds once. */
function placeOf(wasm: Uint8Array, bytes: readonly number[]): number {
  const found = Buffer.from(wasm).indexOf(Buffer.from(bytes));
  expect(found).toBeGreaterThan(0);
  return found;
}

const nothing = { functions: [{ code: [] }] };
const DATA = [0xda, 0x7a, 0xda, 0x7a];

describe('the byte at which a module is refused', () => {
  it('is the export section where an export is missing', () => {
    const wasm = assembleModule({ ...nothing, raw: [{ id: 7, bytes: [1, 1, 0x78, 0, 0] }] });
    expect(refusalOf(wasm).offset).toBe(placeOf(wasm, [7, 5, 1, 1, 0x78]));
    const noEntry = [1, 6, ...new TextEncoder().encode('memory'), 2, 0];
    const other = assembleModule({ ...nothing, raw: [{ id: 7, bytes: noEntry }] });
    expect(refusalOf(other)).toMatchObject({
      reason: 'it must export a function "_start"',
      offset: placeOf(other, [7, noEntry.length, ...noEntry]),
    });
  });

  it('is the segment that lies outside', () => {
    const data = [
      { at: 0, bytes: [1] },
      { at: 65_534, bytes: DATA },
    ];
    const wasm = assembleModule({ ...nothing, data });
    const segment = [0, ...i32c(65_534), END, DATA.length, ...DATA];
    expect(refusalOf(wasm).offset).toBe(placeOf(wasm, segment));
    const table = { type: FUNCREF, min: 1 };
    const items = [
      [0xd2, 0],
      [0xd2, 0],
    ];
    const elements = [{ mode: { table: 0, at: 0 }, type: FUNCREF, items }];
    const outside = assembleModule({ ...nothing, moreTables: [table], elements });
    expect(refusalOf(outside).offset).toBe(placeOf(outside, [6, 0, 0x41, 0, END]));
  });

  it('is the function that becomes too large', () => {
    const ceil = 0x9b;
    const code = [0x44, ...Array<number>(8).fill(0), Array<number>(300_000).fill(ceil), 0x1a];
    const wasm = assembleModule({ functions: [{ code: [] }, { code }] });
    const { offset } = refusalOf(wasm);
    expect(offset).toBe(placeOf(wasm, [0, 0x44]));
  });

  it('is what the engine says of types that do not fit', () => {
    const wasm = assembleModule({ functions: [{ code: [i32c(1), u32(0x6a), 0x1a] }] });
    const { reason, offset } = refusalOf(wasm);
    expect(reason).toMatch(/^not valid WebAssembly: .*i32\.add/);
    expect(offset).toBe(placeOf(wasm, [0x6a, 0x1a]));
  });
});
