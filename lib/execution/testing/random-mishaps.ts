import type { Code } from './assemble-module';
import {
  br,
  call,
  EMPTY,
  END,
  F32,
  F64,
  I32,
  I64,
  i32c,
  i64c,
  UNREACHABLE,
  u32,
  V128,
} from './assemble-module';
import type { Dice } from './dice';
import { exitWith, writeOut, writeWithoutEnd } from './random-host-calls';
import { range, TRAPPING_TRUNCATIONS } from './random-operations';
import { constantOf } from './random-values';

/** What of its module a mishap must know. */
export interface MishapPlace {
  /** Calls itself without end. */
  readonly bottomless: number;
  /** Takes an i32 and calls itself that many times. */
  readonly counted: number;
  /** Types by index, and those of the functions in the table's first slots. */
  readonly types: readonly { readonly params: readonly number[] }[];
  readonly slotTypes: readonly number[];
  readonly tableSize: number;
  /** An i32 local. */
  readonly spare: number;
}

type Mishap = (dice: Dice, place: MishapPlace) => Code;

const DROP = 0x1a;
const LEAST: Readonly<Record<number, Code>> = {
  [I32]: i32c(-0x80000000),
  [I64]: i64c(-(1n << 63n)),
};
const wholeOf = (type: number, value: number): Code =>
  type === I32 ? i32c(value) : i64c(BigInt(value));

/** An address and a constant offset that end beyond the memory; at times they barely fit. */
function outside(dice: Dice): readonly [address: Code, offset: Code] {
  return dice.pick([
    [i32c(-1), u32(0xffff_ffff)],
    [i32c(-1 - dice.below(3)), u32(dice.below(20))],
    [i32c(0), u32(0x4000_0000 + dice.below(100))],
    // Across the very end of the memory, or just before it.
    [[0x3f, 0, i32c(16), 0x74, i32c(dice.below(17)), 0x6b], u32(0)],
  ]);
}

function callThrough(dice: Dice, slot: number, typeIndex: number, place: MishapPlace): Code {
  const { params } = place.types[typeIndex]!;
  return [
    params.map((type) => constantOf(dice, type)),
    i32c(slot),
    [0x11, u32(typeIndex), 0],
    UNREACHABLE,
  ];
}

/** Ways to end a program before its end, by name. Each stands where nothing is on the stack. */
export const MISHAPS: Readonly<Record<string, Mishap>> = {
  unreachable: () => [UNREACHABLE],
  'division by zero': (dice) => {
    const type = dice.pick([I32, I64]);
    const operation = dice.pick(type === I32 ? range(0x6d, 0x70) : range(0x7f, 0x82));
    return [constantOf(dice, type), wholeOf(type, 0), operation, DROP];
  },
  'division overflow': (dice) => {
    const type = dice.pick([I32, I64]);
    return [LEAST[type]!, wholeOf(type, -1), type === I32 ? 0x6d : 0x7f, DROP];
  },
  'a remainder that does not overflow': (dice) => {
    const type = dice.pick([I32, I64]);
    return [LEAST[type]!, wholeOf(type, -1), type === I32 ? 0x6f : 0x81, DROP];
  },
  truncation: (dice) => {
    const [opcode, from] = dice.pick(TRAPPING_TRUNCATIONS);
    return [constantOf(dice, from), opcode, DROP];
  },
  'load outside': (dice) => {
    const [address, offset] = outside(dice);
    const vector = [0xfd, dice.pick([...range(0, 10), 92, 93])];
    return [address, dice.below(3) ? dice.pick(range(0x28, 0x35)) : vector, 0, offset, DROP];
  },
  'store outside': (dice) => {
    const [address, offset] = outside(dice);
    const type = dice.pick([I32, I64, F32, F64, V128]);
    const store: Readonly<Record<number, Code>> = {
      [I32]: [dice.pick([0x36, 0x3a, 0x3b])],
      [I64]: [dice.pick([0x37, 0x3c, 0x3d, 0x3e])],
      [F32]: [0x38],
      [F64]: [0x39],
      [V128]: [0xfd, 11],
    };
    return [address, constantOf(dice, type), store[type]!, 0, offset];
  },
  'lane outside': (dice) => {
    const [address, offset] = outside(dice);
    const vector = constantOf(dice, V128);
    const isLoad = dice.below(2) === 0;
    const opcode = isLoad ? dice.pick(range(84, 87)) : dice.pick(range(88, 91));
    return [address, vector, [0xfd, opcode], 0, offset, dice.below(2), isLoad ? DROP : []];
  },
  'bulk memory outside': (dice) => {
    const size = i32c(dice.pick([-1, 17, 17, 400, 1_000_000]));
    const [address] = outside(dice);
    const inside = i32c(dice.below(300));
    if (dice.below(2)) return [address, inside, size, [0xfc, 11, 0]];
    const ends = dice.below(2) ? [address, inside] : [inside, address];
    return [ends, size, [0xfc, 10, 0, 0]];
  },
  'call of an empty slot': (dice, place) =>
    callThrough(
      dice,
      place.slotTypes.length + dice.below(place.tableSize - place.slotTypes.length),
      dice.below(place.types.length),
      place,
    ),
  'call beyond the table': (dice, place) =>
    callThrough(
      dice,
      dice.pick([place.tableSize, -1, 0x7fff_ffff]),
      dice.below(place.types.length),
      place,
    ),
  'call of another type': (dice, place) => {
    const typeIndex = dice.below(place.types.length);
    const slot = place.slotTypes.findIndex((type) => type !== typeIndex);
    return callThrough(dice, slot, typeIndex, place);
  },
  'recursion without end': (_dice, place) => call(place.bottomless),
  'recursion to a depth': (dice, place) => [
    [i32c(dice.pick([dice.below(40), dice.below(900), dice.below(5_000)])), call(place.counted)],
    DROP,
  ],
  'an endless loop': (dice) => {
    const address = i32c(8 * dice.below(400));
    return [0x03, EMPTY, address, address, 0x28, 2, 0, i32c(1), 0x6a, 0x36, 2, 0, br(0), END];
  },
  'growth without end': (dice, place) => [
    [0x03, EMPTY, i32c(1 + dice.below(4)), 0x40, 0, [0x21, place.spare], br(0), END],
  ],
  'growth beyond the grant': (dice) => [i32c(256 + dice.below(9_000)), 0x40, 0, DROP],
  'output without end': (_dice, place) => writeWithoutEnd(place.spare),
  exit: (dice) => exitWith(i32c(dice.pick([0, 1, 255, -1, dice.below(1_000)]))),
  'output from outside': (dice, place) => [
    writeOut(1, i32c(dice.pick([-1, 0x100_0000])), i32c(dice.below(100))),
    [0x21, place.spare],
  ],
};
