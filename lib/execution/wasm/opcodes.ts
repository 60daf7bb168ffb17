/**
 * The instructions that the engine accepts, with what the transformer must know of each.
 * Opcodes are flat: 0x000-0x0ff plain, 0x100 + n for 0xfc n, 0x200 + n for 0xfd n (SIMD).
 * What is not listed here is refused: threads, relaxed SIMD, exceptions, tail calls, GC, typed
 * function references, memory64 and several memories.
 */

/** What follows an opcode in the binary, and who treats it. 0: refused. */
export const IMMEDIATE = {
  refused: 0,
  none: 1,
  /** Treated one by one in scan-function: control, calls, memory.grow, bulk operations, ref.func. */
  special: 2,
  localIndex: 3,
  globalIndex: 4,
  memarg: 5,
  i32: 6,
  i64: 7,
  bytes4: 8,
  bytes8: 9,
  bytes16: 10,
  lane: 11,
  memargLane: 12,
  memoryIndex: 13,
  dataIndex: 14,
  elementIndex: 15,
  tableIndex: 16,
  referenceType: 17,
  /** One value type: what a select chooses from. */
  selectType: 18,
} as const;

/** Shapes of a float value; NaNs are made canonical by shape. */
export const SHAPE = { none: 0, f32: 1, f64: 2, f32x4: 3, f64x2: 4 } as const;

const SIZE = 0x300;
export const immediateOf = new Uint8Array(SIZE);
export const popsOf = new Uint8Array(SIZE);
export const pushesOf = new Uint8Array(SIZE);
/** The instruction came with version 2: earlier ones refuse it. */
export const isLaterAddition = new Uint8Array(SIZE);
/** The instruction may make a NaN whose bits differ between machines, of this shape. */
export const makesNan = new Uint8Array(SIZE);
/** The result's bits are one of its operands', but for the sign; it tells NaNs apart by nothing else. */
export const passesBits = new Uint8Array(SIZE);
/** The instruction gives the same for every NaN in operands of this shape. */
export const blindTo = new Uint8Array(SIZE);

function allow(from: number, to: number, pops: number, pushes: number, immediate: number): void {
  for (let opcode = from; opcode <= to; opcode++) {
    immediateOf[opcode] = immediate;
    popsOf[opcode] = pops;
    pushesOf[opcode] = pushes;
  }
}

function nan(opcodes: readonly number[], blind: number, makes: number): void {
  for (const opcode of opcodes) {
    blindTo[opcode] = blind;
    makesNan[opcode] = makes;
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const { none, special, localIndex, globalIndex, memarg, lane, memargLane } = IMMEDIATE;

// Control, calls, parametric, variables.
allow(0x00, 0x05, 0, 0, special);
allow(0x0b, 0x11, 0, 0, special);
allow(0x1a, 0x1a, 1, 0, none);
allow(0x1b, 0x1b, 3, 1, none);
allow(0x20, 0x20, 0, 1, localIndex);
allow(0x21, 0x21, 1, 0, localIndex);
allow(0x22, 0x22, 1, 1, localIndex);
allow(0x23, 0x23, 0, 1, globalIndex);
allow(0x24, 0x24, 1, 0, globalIndex);

// Memory.
allow(0x28, 0x35, 1, 1, memarg);
allow(0x36, 0x3e, 2, 0, memarg);
allow(0x3f, 0x3f, 0, 1, IMMEDIATE.memoryIndex);
allow(0x40, 0x40, 1, 1, special);

// Numbers.
allow(0x41, 0x41, 0, 1, IMMEDIATE.i32);
allow(0x42, 0x42, 0, 1, IMMEDIATE.i64);
allow(0x43, 0x43, 0, 1, IMMEDIATE.bytes4);
allow(0x44, 0x44, 0, 1, IMMEDIATE.bytes8);
allow(0x45, 0x45, 1, 1, none);
allow(0x46, 0x4f, 2, 1, none);
allow(0x50, 0x50, 1, 1, none);
allow(0x51, 0x66, 2, 1, none);
allow(0x67, 0x69, 1, 1, none);
allow(0x6a, 0x78, 2, 1, none);
allow(0x79, 0x7b, 1, 1, none);
allow(0x7c, 0x8a, 2, 1, none);
allow(0x8b, 0x91, 1, 1, none);
allow(0x92, 0x98, 2, 1, none);
allow(0x99, 0x9f, 1, 1, none);
allow(0xa0, 0xa6, 2, 1, none);
allow(0xa7, 0xc4, 1, 1, none);

// Saturating truncation, memory.copy, memory.fill.
allow(0x100, 0x107, 1, 1, none);
allow(0x10a, 0x10b, 3, 0, special);

// References, tables, passive segments.
const later = (from: number, pops: number, pushes: number, immediate: number, to = from): void => {
  allow(from, to, pops, pushes, immediate);
  isLaterAddition.fill(1, from, to + 1);
};
later(0x1c, 3, 1, IMMEDIATE.selectType);
later(0x25, 1, 1, IMMEDIATE.tableIndex);
later(0x26, 2, 0, IMMEDIATE.tableIndex);
later(0xd0, 0, 1, IMMEDIATE.referenceType);
later(0xd1, 1, 1, none);
later(0xd2, 0, 1, special);
later(0x108, 3, 0, special);
later(0x109, 0, 0, IMMEDIATE.dataIndex);
later(0x10c, 3, 0, special);
later(0x10d, 0, 0, IMMEDIATE.elementIndex);
later(0x10e, 3, 0, special);
later(0x10f, 2, 1, special);
later(0x110, 0, 1, IMMEDIATE.tableIndex);
later(0x111, 3, 0, special);

// SIMD128.
const SIMD = 0x200;
const simd = (from: number, to: number, pops: number, immediate: number = none, pushes = 1): void =>
  allow(SIMD + from, SIMD + to, pops, pushes, immediate);
const simdList = (opcodes: readonly number[], pops: number): void => {
  for (const opcode of opcodes) simd(opcode, opcode, pops);
};
simd(0, 10, 1, memarg);
simd(11, 11, 2, memarg, 0);
simd(12, 12, 0, IMMEDIATE.bytes16);
simd(13, 13, 2, IMMEDIATE.bytes16);
simd(14, 14, 2);
simd(15, 20, 1);
for (const replace of [23, 26, 28, 30, 32, 34]) simd(replace, replace, 2, lane);
for (const extract of [21, 22, 24, 25, 27, 29, 31, 33]) simd(extract, extract, 1, lane);
simd(35, 76, 2);
simd(77, 77, 1);
simd(78, 81, 2);
simd(82, 82, 3);
simd(83, 83, 1);
simd(84, 87, 2, memargLane);
simd(88, 91, 2, memargLane, 0);
simd(92, 93, 1, memarg);
simdList([...range(94, 100), ...range(103, 106), 116, 117, 122, ...range(124, 129)], 1);
simdList([101, 102, ...range(107, 115), ...range(118, 121), 123, 130], 2);
simdList([131, 132, ...range(135, 138), 148, 160, 161, 163, 164, ...range(167, 170)], 1);
simdList([133, 134, ...range(139, 147), ...range(149, 153), ...range(155, 159)], 2);
simdList([171, 172, 173, 174, 177, ...range(181, 186), ...range(188, 191)], 2);
simdList([192, 193, 195, 196, ...range(199, 202), 224, 225, 227, 236, 237, 239], 1);
simdList([203, 204, 205, 206, 209, ...range(213, 223)], 2);
simdList([...range(228, 235), ...range(240, 247)], 2);
simdList(range(248, 255), 1);

// Where NaNs are made, and where their bits do not matter. abs, neg, copysign, pmin, pmax,
// loads, constants and reinterpretations keep bits and are neither.
nan([...range(0x8d, 0x91), ...range(0x92, 0x97)], SHAPE.f32, SHAPE.f32);
nan([...range(0x9b, 0x9f), ...range(0xa0, 0xa5)], SHAPE.f64, SHAPE.f64);
nan([0xb6], SHAPE.f64, SHAPE.f32);
nan([0xbb], SHAPE.f32, SHAPE.f64);
nan([...range(0x5b, 0x60), 0xa8, 0xa9, 0xae, 0xaf], SHAPE.f32, SHAPE.none);
nan([...range(0x61, 0x66), 0xaa, 0xab, 0xb0, 0xb1], SHAPE.f64, SHAPE.none);
nan([0x100, 0x101, 0x104, 0x105], SHAPE.f32, SHAPE.none);
nan([0x102, 0x103, 0x106, 0x107], SHAPE.f64, SHAPE.none);
const inSimd = (opcodes: readonly number[]): number[] => opcodes.map((opcode) => SIMD + opcode);
nan(inSimd([...range(103, 106), 227, ...range(228, 233)]), SHAPE.f32x4, SHAPE.f32x4);
nan(inSimd([116, 117, 122, 148, 239, ...range(240, 245)]), SHAPE.f64x2, SHAPE.f64x2);
nan(inSimd([94]), SHAPE.f64x2, SHAPE.f32x4);
nan(inSimd([95]), SHAPE.f32x4, SHAPE.f64x2);
nan(inSimd([...range(65, 70), 248, 249]), SHAPE.f32x4, SHAPE.none);
nan(inSimd([...range(71, 76), 252, 253]), SHAPE.f64x2, SHAPE.none);
// abs, neg, pmin, pmax; select is of any shape.
for (const opcode of [0x1b, 0x1c, 0x8b, 0x8c, 0x99, 0x9a]) passesBits[opcode] = 1;
for (const opcode of inSimd([224, 225, 236, 237, 234, 235, 246, 247])) passesBits[opcode] = 1;
