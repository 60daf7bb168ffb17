import type { Code } from './assemble-module';
import { F32, F64, I32, I64, u32, V128 } from './assemble-module';

/** Plain opcodes by operand and result type: [opcode bytes, operand types, result type]. */
export type Operation = readonly [code: Code, operands: readonly number[], result: number];

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const same = (opcodes: number[], count: number, type: number, result = type): Operation[] =>
  opcodes.map((opcode) => [[opcode], Array<number>(count).fill(type), result]);
const simd = (
  opcodes: number[],
  operands: number[],
  result: number,
  tail: Code = [],
): Operation[] => opcodes.map((opcode) => [[0xfd, u32(opcode), tail], operands, result]);

/**
 * One that divides by zero where its operands say so, the others by odd numbers only: most programs
 * should come to their end.
 */
const divisions = (opcodes: number[], type: number, makeOdd: Code): Operation[] => [
  ...same(opcodes.slice(0, 1), 2, type),
  ...opcodes.map((opcode): Operation => [[makeOdd, opcode], [type, type], type]),
];

export const WHOLE_OPERATIONS: readonly Operation[] = [
  ...same([0x45, ...range(0x67, 0x69), 0xc0, 0xc1], 1, I32),
  ...same([...range(0x46, 0x4f), 0x6a, 0x6b, 0x6c, ...range(0x71, 0x78)], 2, I32),
  ...divisions(range(0x6d, 0x70), I32, [0x41, 1, 0x72]),
  ...same([0x50], 1, I64, I32),
  ...same(range(0x51, 0x5a), 2, I64, I32),
  ...same([...range(0x79, 0x7b), 0xc2, 0xc3, 0xc4], 1, I64),
  ...same([0x7c, 0x7d, 0x7e, ...range(0x83, 0x8a)], 2, I64),
  ...divisions(range(0x7f, 0x82), I64, [0x42, 1, 0x84]),
  ...same([0xa7], 1, I64, I32),
  ...same([0xac, 0xad], 1, I32, I64),
  ...simd([15, 16, 17], [I32], V128),
  ...simd([18], [I64], V128),
  ...simd([27], [V128], I32, [2]),
  ...simd([29], [V128], I64, [1]),
  ...simd([28], [V128, I32], V128, [3]),
  ...simd([77, 96, 97, 98, ...range(124, 129), ...range(135, 138)], [V128], V128),
  ...simd([160, 161, ...range(167, 170), 192, 193, ...range(199, 202)], [V128], V128),
  ...simd(
    [...range(35, 64), ...range(78, 81), 101, 102, ...range(110, 115), ...range(118, 121)],
    [V128, V128],
    V128,
  ),
  ...simd(
    [123, 130, 133, 134, ...range(142, 147), ...range(149, 153), ...range(155, 159), 174, 177],
    [V128, V128],
    V128,
  ),
  ...simd(
    [...range(181, 186), ...range(188, 191), 206, 209, ...range(213, 223)],
    [V128, V128],
    V128,
  ),
  ...simd([14], [V128, V128], V128),
  ...simd([13], [V128, V128], V128, [31, 0, 17, 2, 15, 4, 5, 30, 8, 8, 10, 27, 12, 13, 16, 1]),
  ...simd([82], [V128, V128, V128], V128),
  ...simd([83, 99, 100, 131, 132, 163, 164, 195, 196], [V128], I32),
  ...simd([21, 22], [V128], I32, [13]),
  ...simd([24, 25], [V128], I32, [6]),
  ...simd([23], [V128, I32], V128, [9]),
  ...simd([26], [V128, I32], V128, [7]),
  ...simd([30], [V128, I64], V128, [1]),
  ...simd(
    [...range(107, 109), ...range(139, 141), ...range(171, 173), ...range(203, 205)],
    [V128, I32],
    V128,
  ),
];

export const FLOAT_OPERATIONS: readonly Operation[] = [
  ...same(range(0x8b, 0x91), 1, F32),
  ...same(range(0x92, 0x98), 2, F32),
  ...same(range(0x5b, 0x60), 2, F32, I32),
  ...same(range(0x99, 0x9f), 1, F64),
  ...same(range(0xa0, 0xa6), 2, F64),
  ...same(range(0x61, 0x66), 2, F64, I32),
  ...same([0xb2, 0xb3, 0xbe], 1, I32, F32),
  ...same([0xb4, 0xb5], 1, I64, F32),
  ...same([0xb7, 0xb8], 1, I32, F64),
  ...same([0xb9, 0xba, 0xbf], 1, I64, F64),
  ...same([0xb6], 1, F64, F32),
  ...same([0xbb], 1, F32, F64),
  ...same([0xbc], 1, F32, I32),
  ...same([0xbd], 1, F64, I64),
  ...[0, 1].map((opcode): Operation => [[0xfc, opcode], [F32], I32]),
  ...[2, 3].map((opcode): Operation => [[0xfc, opcode], [F64], I32]),
  ...[4, 5].map((opcode): Operation => [[0xfc, opcode], [F32], I64]),
  ...[6, 7].map((opcode): Operation => [[0xfc, opcode], [F64], I64]),
  ...simd([19], [F32], V128),
  ...simd([20], [F64], V128),
  ...simd([31], [V128], F32, [1]),
  ...simd([33], [V128], F64, [0]),
  ...simd([32], [V128, F32], V128, [2]),
  ...simd([34], [V128, F64], V128, [1]),
  ...simd([...range(65, 76), 228, 229, 230, 231, 232, 233, 234, 235], [V128, V128], V128),
  ...simd([...range(240, 247)], [V128, V128], V128),
  ...simd([94, 95, 103, 104, 105, 106, 116, 117, 122, 148, 224, 225, 227], [V128], V128),
  ...simd([236, 237, 239, ...range(248, 255)], [V128], V128),
];

/** Truncations that trap where the number does not fit: [opcode, operand type, result type]. */
export const TRAPPING_TRUNCATIONS: readonly (readonly [number, number, number])[] = [
  [0xa8, F32, I32],
  [0xa9, F32, I32],
  [0xaa, F64, I32],
  [0xab, F64, I32],
  [0xae, F32, I64],
  [0xaf, F32, I64],
  [0xb0, F64, I64],
  [0xb1, F64, I64],
];
