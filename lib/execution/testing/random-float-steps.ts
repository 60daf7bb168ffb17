import type { Code } from './assemble-module';
import { F32, F64, f32c, f64c, I32, I64, i32c, u32, V128 } from './assemble-module';
import type { Dice } from './dice';
import { FLOAT_OPERATIONS } from './random-operations';
import { constantOf, NANS_F32, NANS_F64 } from './random-values';

/** Between what random programs reach and what they write out. */
const ODD_FLOATS_AT = 0x2800;
const RESULTS_AT = 0x2100;
const RESULTS = 96;

const INFINITY = Number.POSITIVE_INFINITY;
const FLOATS_F32: readonly (readonly number[])[] = [
  ...NANS_F32,
  ...[0, -0, INFINITY, -INFINITY, 1e38, -1].map((value) => f32c(value).slice(1)),
];
const FLOATS_F64: readonly (readonly number[])[] = [
  ...NANS_F64,
  ...[0, -0, INFINITY, -INFINITY, 1e308, -1].map((value) => f64c(value).slice(1)),
];
const F64_BYTES = 8 * FLOATS_F64.length;

/** NaNs and what makes NaNs, in memory, where no compiler foresees them. */
export const ODD_FLOATS = { at: ODD_FLOATS_AT, bytes: [...FLOATS_F64, ...FLOATS_F32].flat() };

const LOAD: Readonly<Record<number, Code>> = { [F32]: [0x2a], [F64]: [0x2b], [V128]: [0xfd, 0] };
const STORE: Readonly<Record<number, Code>> = {
  [I32]: [0x36],
  [I64]: [0x37],
  [F32]: [0x38],
  [F64]: [0x39],
  [V128]: [0xfd, 11],
};

function oddFloat(dice: Dice, type: number): Code {
  const at =
    type === F32
      ? ODD_FLOATS_AT + F64_BYTES + 4 * dice.below(FLOATS_F32.length)
      : ODD_FLOATS_AT + 8 * dice.below(FLOATS_F64.length);
  // A vector may reach from the last doubles into the singles: NaNs all the same.
  const from = type === V128 && dice.below(2) ? at + 4 * dice.below(8) : at;
  return [i32c(from), LOAD[type]!, 0, 0];
}

/**
 * Float operations, one in another, on operands of which most are NaNs or make one, with the bits of
 * the result left in memory: where machines differ if nobody makes NaNs canonical.
 */
export function randomFloatStep(dice: Dice, value: (type: number) => Code): Code {
  const [code, operands, result] = dice.pick(FLOAT_OPERATIONS);
  const operand = (type: number, depth: number): Code => {
    if (type === I32 || type === I64) return value(type);
    switch (dice.below(depth === 0 ? 6 : 4)) {
      case 0:
        return value(type);
      case 1:
        return constantOf(dice, type);
      case 4:
      case 5: {
        const inner = dice.pick(FLOAT_OPERATIONS.filter(([, , given]) => given === type));
        return [inner[1].map((wanted) => operand(wanted, depth + 1)), inner[0]];
      }
      default:
        return oddFloat(dice, type);
    }
  };
  const address = i32c(RESULTS_AT + 16 * dice.below(RESULTS));
  return [address, operands.map((type) => operand(type, 0)), code, STORE[result]!, 0, u32(0)];
}
