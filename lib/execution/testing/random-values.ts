import type { Code } from './assemble-module';
import { F32, F64, f32c, f64c, I32, I64, i32c, i64c } from './assemble-module';
import type { Dice } from './dice';
import { range } from './random-operations';

/** NaNs that differ in sign, in being quiet and in payload, as their bits from the low byte on. */
export const NANS_F32: readonly (readonly number[])[] = [
  [0x01, 0x00, 0xc0, 0x7f],
  [0x01, 0x00, 0x80, 0x7f],
  [0xff, 0xff, 0xff, 0xff],
  [0x56, 0x34, 0x92, 0xff],
];
export const NANS_F64: readonly (readonly number[])[] = [
  [1, 0, 0, 0, 0, 0, 0xf8, 0x7f],
  [1, 0, 0, 0, 0, 0, 0xf0, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0xf3, 0xff],
];

/** A literal: often one at which operations differ. */
export function constantOf(dice: Dice, type: number): Code {
  const whole = dice.pick([0, 1, -1, 7, 100, 0x7fffffff, 0x7fc00001, -0x80000000, dice.below(999)]);
  const infinity = Number.POSITIVE_INFINITY;
  switch (type) {
    case I32:
      return i32c(whole);
    case I64:
      return i64c(dice.pick([BigInt(whole), 0x7ff8_0000_0000_0001n, -(1n << 63n)]));
    case F32:
      if (dice.below(6) === 0) return [0x43, dice.pick(NANS_F32)];
      return f32c(dice.pick([0, -0, 1.5, -3, 1e30, 1e-40, infinity, Number.NaN, whole]));
    case F64:
      if (dice.below(6) === 0) return [0x44, dice.pick(NANS_F64)];
      return f64c(dice.pick([0, -0, 0.1, -3, 1e300, 5e-324, -infinity, Number.NaN, whole]));
    default:
      return [0xfd, 12, vectorBytes(dice)];
  }
}

function vectorBytes(dice: Dice): Code {
  switch (dice.below(6)) {
    case 0:
      return [dice.pick(NANS_F64), dice.pick(NANS_F64)];
    case 1:
      return Array.from({ length: 4 }, () => dice.pick(NANS_F32));
    default:
      return Array.from({ length: 16 }, () => dice.pick([0, 255, 0x7f, dice.below(256)]));
  }
}

export function storeOf(dice: Dice, type: number): Code {
  switch (type) {
    case I32:
      return [dice.pick([0x36, 0x3a, 0x3b]), 0, dice.below(100)];
    case I64:
      return [dice.pick([0x37, 0x3c, 0x3d, 0x3e]), 0, 0];
    case F32:
      return [0x38, 0, 4];
    case F64:
      return [0x39, 0, 8];
    default: {
      if (dice.below(3)) return [0xfd, 11, 0, 0];
      const size = dice.below(4);
      return [0xfd, 88 + size, 0, 0, dice.below(16 >> size)];
    }
  }
}

export function loadOf(dice: Dice, type: number): Code {
  switch (type) {
    case I32:
      return [dice.pick([0x28, ...range(0x2c, 0x2f)]), 0, 3];
    case I64:
      return [dice.pick([0x29, ...range(0x30, 0x35)]), 0, 0];
    case F32:
      return [0x2a, 0, 0];
    case F64:
      return [0x2b, 0, 0];
    default:
      return [0xfd, dice.pick([...range(0, 10), 92, 93]), 0, 0];
  }
}

/** Loads one lane; takes an address and a vector. */
export function laneLoad(dice: Dice): Code {
  const size = dice.below(4);
  return [0xfd, 84 + size, 0, 0, dice.below(16 >> size)];
}
