import { describe, expect, it } from 'vitest';
import { WASM_ENGINE } from '../engine-id';
import {
  assembleModule,
  br,
  brIf,
  type Code,
  call,
  EMPTY,
  END,
  F32,
  f32c,
  get,
  I32,
  i32c,
  set,
  tee,
  UNREACHABLE,
} from '../testing/assemble-module';
import { opcodesOnConstants } from './constant-operands';

const DROP = 0x1a;
const SHIFT = 0x76;
const ADD = 0x6a;
const COPYSIGN = 0x98;

/** Whether `opcode` stands on constants in a function with an i32 and an f32 local. */
function isOnConstants(opcode: number, code: Code): boolean {
  const module = assembleModule({ functions: [{ locals: [I32, F32], code }] });
  expect(WebAssembly.validate(module)).toBe(true);
  return opcodesOnConstants(module, WASM_ENGINE).has(opcode);
}

describe('an operation on constants', () => {
  it.each<[string, Code]>([
    ['two literals', [i32c(7), i32c(33), SHIFT, DROP]],
    ['what a compiler makes of literals', [i32c(7), i32c(1), i32c(2), ADD, SHIFT, DROP]],
    ['a literal that was kept in a local, too', [i32c(7), i32c(1), tee(0), SHIFT, DROP]],
    ['a literal below a block', [i32c(7), [0x02, EMPTY, END], i32c(1), SHIFT, DROP]],
    ['in a block', [0x02, I32, i32c(7), i32c(1), SHIFT, END, DROP]],
    ['behind dead code', [[0x02, EMPTY, br(0), i32c(1), DROP, END], i32c(7), i32c(1), SHIFT, DROP]],
    [
      'behind a branch that may be taken',
      [0x02, EMPTY, get(0), brIf(0), i32c(7), i32c(1), SHIFT, DROP, END],
    ],
    [
      'in the other arm',
      [get(0), 0x04, EMPTY, UNREACHABLE, 0x05, i32c(7), i32c(1), SHIFT, DROP, END],
    ],
  ])('is found: %s', (_name, code) => {
    expect(isOnConstants(SHIFT, code)).toBe(true);
  });

  it.each<[string, Code]>([
    ['a local', [get(0), i32c(33), SHIFT, DROP]],
    ['by a local', [i32c(7), get(0), SHIFT, DROP]],
    ['what is made of a local', [i32c(7), get(0), i32c(31), 0x71, SHIFT, DROP]],
    ['what was loaded', [i32c(0), 0x28, 2, 0, i32c(1), SHIFT, DROP]],
    ['what a block leaves', [[0x02, I32, i32c(7), END], i32c(1), SHIFT, DROP]],
    ['in code that is never reached', [UNREACHABLE, i32c(7), i32c(1), SHIFT, DROP]],
  ])('is not: %s', (_name, code) => {
    expect(isOnConstants(SHIFT, code)).toBe(false);
  });

  it('is not what a call leaves', () => {
    const seven = { results: [I32], code: i32c(7) };
    const module = assembleModule({
      functions: [seven, { code: [call(0), i32c(1), SHIFT, DROP] }],
    });
    expect(opcodesOnConstants(module, WASM_ENGINE).has(SHIFT)).toBe(false);
  });

  it('is a copied sign where the sign alone is constant', () => {
    expect(isOnConstants(COPYSIGN, [get(1), f32c(-1), COPYSIGN, set(1)])).toBe(true);
    expect(isOnConstants(COPYSIGN, [f32c(-1), get(1), COPYSIGN, set(1)])).toBe(false);
  });

  it('is none in a module that is not accepted', () => {
    const code = [i32c(7), i32c(1), SHIFT, DROP];
    const module = assembleModule({ functions: [{ code: [code, 0xfe] }] });
    expect(opcodesOnConstants(module, WASM_ENGINE).size).toBe(0);
  });
});
