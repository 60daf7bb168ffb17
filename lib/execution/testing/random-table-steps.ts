import type { Code, ModuleSpec } from './assemble-module';
import {
  EMPTY,
  END,
  EXTERNREF,
  FUNCREF,
  get,
  globalGet,
  globalSet,
  i32c,
  refFunc,
  refNull,
  set,
  tee,
  u32,
} from './assemble-module';
import type { Dice } from './dice';

/** Tables behind the program's own, and how many slots they surely have. */
const FUNCTIONS = 1;
const EXTERNALS = 2;
const SLOTS = 8;
/** The passive segments, behind the active ones. */
const DATA = 1;
const ELEMENTS = 1;
const DATA_BYTES = 100;
/** Between what random programs reach and what they write out. */
const RESULTS_AT = 0x1800;
const DROP = 0x1a;

/** What of its program a step must know. */
export interface TablePlace {
  readonly firstFunction: number;
  readonly functionCount: number;
  /** Locals of these types. */
  readonly functionLocal: number;
  readonly externalLocal: number;
  /** A global that refers to a function. */
  readonly global: number;
  /** Any i32. */
  readonly value: () => Code;
}

export const REFERENCE_LOCALS = [FUNCREF, EXTERNREF] as const;

/** The parts of a module that the steps use; segments come behind one active one of each kind. */
export function tableParts(
  dice: Dice,
  firstFunction: number,
  functionCount: number,
): Required<Pick<ModuleSpec, 'moreTables' | 'elements' | 'data'>> {
  const anyItem = (): Code =>
    dice.below(4) ? refFunc(firstFunction + dice.below(functionCount)) : refNull(FUNCREF);
  const items = (count: number): Code[] => Array.from({ length: count }, anyItem);
  return {
    moreTables: [
      { type: FUNCREF, min: SLOTS, max: SLOTS + 4 },
      { type: EXTERNREF, min: SLOTS },
    ],
    elements: [
      { mode: 'passive', type: FUNCREF, items: items(SLOTS) },
      { mode: { table: FUNCTIONS, at: dice.below(4) }, type: FUNCREF, items: items(4) },
      {
        mode: 'declarative',
        type: FUNCREF,
        items: Array.from({ length: functionCount }, (_, index) => refFunc(firstFunction + index)),
      },
    ],
    data: [{ bytes: Array.from({ length: DATA_BYTES }, () => dice.below(256)) }],
  };
}

/** A call of a function through a slot that was set just before; its parameters are on the stack. */
export const callThroughSlot = (functionIndex: number, typeIndex: number): Code => [
  [i32c(SLOTS - 1), refFunc(functionIndex), 0x26, FUNCTIONS],
  [i32c(SLOTS - 1), 0x11, u32(typeIndex), FUNCTIONS],
];

const slot = (place: TablePlace): Code => [place.value(), i32c(SLOTS - 1), 0x71];
/** Less than half of the slots, so that two of them stay inside. */
const few = (place: TablePlace): Code => [place.value(), i32c(SLOTS / 2 - 1), 0x71];
// Part of the state, as references are not.
const kept = (dice: Dice, code: Code): Code => [
  [i32c(RESULTS_AT + 4 * dice.below(16)), code, 0x36, 2, 0],
];

function reference(dice: Dice, type: number, place: TablePlace, depth = 0): Code {
  const isFunction = type === FUNCREF;
  const local = isFunction ? place.functionLocal : place.externalLocal;
  const inner = (): Code => reference(dice, type, place, depth + 1);
  switch (dice.below(depth > 1 ? 4 : 7)) {
    case 0:
      return refNull(type);
    case 1:
      return get(local);
    case 2:
      return [slot(place), 0x25, isFunction ? FUNCTIONS : EXTERNALS];
    case 3:
      if (!isFunction) return refNull(type);
      return dice.below(3)
        ? refFunc(place.firstFunction + dice.below(place.functionCount))
        : globalGet(place.global);
    case 4:
      return [inner(), inner(), place.value(), 0x1c, 1, type];
    case 5:
      return [place.value(), 0x04, type, inner(), 0x05, inner(), END];
    default:
      return [inner(), tee(local)];
  }
}

/** A statement on tables, references or passive segments. */
export function randomTableStep(dice: Dice, place: TablePlace): Code {
  const type = dice.below(3) ? FUNCREF : EXTERNREF;
  const table = type === FUNCREF ? FUNCTIONS : EXTERNALS;
  const value = (): Code => reference(dice, type, place);
  switch (dice.below(11)) {
    case 0:
    case 1:
      return [slot(place), value(), 0x26, table];
    case 2:
      return [value(), set(type === FUNCREF ? place.functionLocal : place.externalLocal)];
    case 3:
      return [reference(dice, FUNCREF, place), globalSet(place.global)];
    case 4:
      return kept(dice, [value(), 0xd1]);
    case 5:
      return [
        [place.value(), i32c(0xff8), 0x71, few(place), place.value(), i32c(63), 0x71],
        [0xfc, 8, DATA, 0],
      ];
    case 6:
      return [few(place), few(place), few(place), 0xfc, 12, ELEMENTS, FUNCTIONS];
    case 7: {
      const from = type === FUNCREF ? dice.below(2) : EXTERNALS;
      return [few(place), from === 0 ? i32c(1) : few(place), few(place), 0xfc, 14, table, from];
    }
    case 8:
      return [few(place), value(), few(place), 0xfc, 17, table];
    case 9:
      return [
        kept(dice, [value(), [place.value(), i32c(1), 0x71], 0xfc, 15, table]),
        kept(dice, [0xfc, 16, table]),
      ];
    default:
      // Seldom run: what comes after may trap.
      return [
        [place.value(), i32c(31), 0x71, i32c(7), 0x46, 0x04, EMPTY],
        dice.below(2) ? [0xfc, 9, DATA] : [0xfc, 13, ELEMENTS],
        END,
      ];
  }
}

const far = (dice: Dice): Code => i32c(dice.pick([-1, SLOTS + 5, 1_000, 0x7fff_ffff]));

/** Ways to end a program by what only newer versions accept, by name. */
export const TABLE_MISHAPS: Readonly<Record<string, (dice: Dice) => Code>> = {
  'slot outside': (dice) =>
    dice.below(2)
      ? [far(dice), 0x25, FUNCTIONS, DROP]
      : [far(dice), refNull(FUNCREF), 0x26, FUNCTIONS],
  'bulk of tables outside': (dice) => {
    const [at, from, size] = dice.pick<Code[]>([
      [far(dice), i32c(0), i32c(dice.below(3))],
      [i32c(0), far(dice), i32c(dice.below(3))],
      [i32c(dice.below(3)), i32c(dice.below(3)), i32c(dice.pick([SLOTS + 5, 100]))],
    ]) as [Code, Code, Code];
    return dice.pick<Code>([
      [at, from, size, 0xfc, 12, ELEMENTS, FUNCTIONS],
      [at, from, size, 0xfc, 14, FUNCTIONS, FUNCTIONS],
      [far(dice), refNull(EXTERNREF), size, 0xfc, 17, EXTERNALS],
    ]);
  },
  'data segment outside': (dice) => [
    [i32c(0), i32c(dice.below(3)), i32c(dice.pick([-1, DATA_BYTES + 1])), 0xfc, 8, DATA, 0],
  ],
  'growth of a table': (dice) => [
    [0x03, EMPTY, refNull(EXTERNREF), i32c(1 + dice.below(9_000)), 0xfc, 15, EXTERNALS],
    [i32c(0), 0x48, 0x45, 0x0d, 0, END],
  ],
};

/** A global of the steps. */
export const referenceGlobal = (firstFunction: number) => ({
  type: FUNCREF,
  mutable: true,
  init: refFunc(firstFunction),
});
