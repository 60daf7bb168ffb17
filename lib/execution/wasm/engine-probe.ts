/**
 * What is known to be wrong with WebAssembly engines, and a way to ask the one at hand. JavaScriptCore
 * (WebKit 2.50) works these out wrongly where operands are constants, so its result may be another
 * than everybody's. Compilers leave no such instructions, but a module may hold them.
 */

const [I32, I64, F32, F64] = [0x7f, 0x7e, 0x7d, 0x7c];
const LEAST_I32 = [0x41, 0x80, 0x80, 0x80, 0x80, 0x78];
const LEAST_I64 = [0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f];
const ZERO_F32 = [0x43, 0, 0, 0, 0];
const ZERO_F64 = [0x44, 0, 0, 0, 0, 0, 0, 0, 0];
const MINUS_ZERO_F32 = [0x43, 0, 0, 0, 0x80];
const MINUS_ZERO_F64 = [0x44, 0, 0, 0, 0, 0, 0, 0, 0x80];
const GET = [0x20, 0];

interface Probe {
  readonly opcode: number;
  /** Of both operands and the result; the parameter is of it, too, and a zero. */
  readonly type: number;
  readonly code: readonly number[];
  readonly result: number | bigint;
}

const PROBES: readonly Probe[] = [
  { opcode: 0x6f, type: I32, code: [...LEAST_I32, 0x41, 0x7f, 0x6f], result: 0 },
  { opcode: 0x70, type: I32, code: [...LEAST_I32, 0x41, 0x7f, 0x70], result: -0x8000_0000 },
  { opcode: 0x81, type: I64, code: [...LEAST_I64, 0x42, 0x7f, 0x81], result: 0n },
  { opcode: 0x82, type: I64, code: [...LEAST_I64, 0x42, 0x7f, 0x82], result: -(1n << 63n) },
  { opcode: 0x76, type: I32, code: [0x41, 7, 0x41, 33, 0x76], result: 3 },
  { opcode: 0x88, type: I64, code: [0x42, 7, 0x42, 0xc1, 0, 0x88], result: 3n },
  { opcode: 0x96, type: F32, code: [...ZERO_F32, ...MINUS_ZERO_F32, 0x96], result: -0 },
  { opcode: 0x97, type: F32, code: [...MINUS_ZERO_F32, ...ZERO_F32, 0x97], result: 0 },
  { opcode: 0x98, type: F32, code: [...GET, ...MINUS_ZERO_F32, 0x98], result: -0 },
  { opcode: 0xa4, type: F64, code: [...ZERO_F64, ...MINUS_ZERO_F64, 0xa4], result: -0 },
  { opcode: 0xa5, type: F64, code: [...MINUS_ZERO_F64, ...ZERO_F64, 0xa5], result: 0 },
  { opcode: 0xa6, type: F64, code: [...GET, ...MINUS_ZERO_F64, 0xa6], result: -0 },
];

/** i32.const 0, i8x16.splat, drop: what has vectors is compiled at once, not interpreted first. */
const COMPILED_AT_ONCE = [0x41, 0, 0xfd, 0x0f, 0x1a];

const section = (id: number, bytes: readonly number[]): number[] => [id, bytes.length, ...bytes];

/** A module with one function `f`; each section is shorter than 128 bytes. */
function moduleOf(
  [params, results]: readonly [params: readonly number[], results: readonly number[]],
  code: readonly number[],
): Uint8Array<ArrayBuffer> {
  const body = [0, ...code, 0x0b];
  const type = [1, 0x60, params.length, ...params, results.length, ...results];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, type),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, body.length, ...body]),
  ]);
}

function isRight({ type, code, result }: Probe): boolean {
  const module = new WebAssembly.Module(moduleOf([[type], [type]], [...COMPILED_AT_ONCE, ...code]));
  const { f } = new WebAssembly.Instance(module).exports;
  try {
    return Object.is((f as (zero: number | bigint) => unknown)(type === I64 ? 0n : 0), result);
  } catch {
    return false; // a trap, where there is none
  }
}

/** The opcodes that the engine at hand works out wrongly where operands are constants. */
export function faultyOpcodes(): ReadonlySet<number> {
  return new Set(PROBES.filter((probe) => !isRight(probe)).map(({ opcode }) => opcode));
}

/** What modules of some version may use, beyond what every engine has had from the beginning. */
const NEWER: readonly (readonly [
  name: string,
  results: readonly number[],
  code: readonly number[],
])[] = [
  ['vectors (SIMD)', [], COMPILED_AT_ONCE],
  ['sign extension', [I32], [0x41, 0, 0xc0]],
  ['saturating truncation', [I32], [...ZERO_F32, 0xfc, 0]],
  ['several results', [I32, I32], [0x41, 0, 0x41, 0]],
  ['bulk memory', [], [0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 11, 0]],
  ['references', [], [0xd0, 0x70, 0x1a]],
];

/** What of WebAssembly the browser at hand has not: there a good module would pass for a bad one. */
export function missingFeatures(): readonly string[] {
  if (typeof WebAssembly === 'undefined') return ['WebAssembly'];
  return NEWER.filter(
    ([, results, code]) => !WebAssembly.validate(moduleOf([[], results], code)),
  ).map(([name]) => name);
}
