import { WASM_ENGINES, type WasmEngine } from '../engine-id';
import type { JobRequest } from '../execute-job';
import { acceptedBy } from '../wasm/engine-versions';
import type { Code, FunctionSpec } from './assemble-module';
import {
  assembleModule,
  call,
  EMPTY,
  END,
  FUNCREF,
  get,
  globalGet,
  I32,
  i32c,
  set,
  V128,
} from './assemble-module';
import { Dice } from './dice';
import { ODD_FLOATS, randomFloatStep } from './random-float-steps';
import {
  fileSteps,
  HOST_IMPORTS,
  openSome,
  PATH_DATA,
  randomHostCall,
  writeOut,
} from './random-host-calls';
import { MISHAPS } from './random-mishaps';
import { randomProgram } from './random-program';
import { TABLE_MISHAPS } from './random-table-steps';
import { constantOf, storeOf } from './random-values';
import { testJob } from './test-job';

/** How a random module ends if nothing stops it before: by a name in MISHAPS, or `end`. */
export interface RandomModule {
  readonly ending: string;
  readonly job: JobRequest;
}

const TABLE_SIZE = 10;
const FLOAT_STEPS = 16;
const FILE_STEPS = 12;
/** Where the globals are written, in order, before the output. */
const GLOBALS_AT = 0x3000;
/** What the versions charge for the same, roughly. */
const TIMES_DEARER: Readonly<Record<WasmEngine, number>> = {
  'reckon-wasm@1.0.0': 1,
  'reckon-wasm@2.0.0': 4,
  'reckon-wasm@3.0.0': 8,
};
const STORE_OF_TYPE = [0x36, 0x37, 0x38, 0x39] as const;

/**
 * A random valid module with limits: a random program with host calls; then its globals and the
 * memory that it used are written to stdout (the state of a trapped run is not hashed); then it
 * ends, or comes to one of all the mishaps that a module can come to. A few have little fuel or
 * memory, so that they stop anywhere.
 */
export function randomModule(seed: number): RandomModule {
  const dice = new Dice(seed ^ 0x5eed);
  // All versions in turn.
  const engine = WASM_ENGINES[seed % WASM_ENGINES.length]!;
  const { references } = acceptedBy(engine);
  const mishaps = references ? { ...MISHAPS, ...TABLE_MISHAPS } : MISHAPS;
  const program = randomProgram(seed, {
    floats: true,
    references,
    surroundings: {
      imports: HOST_IMPORTS,
      surprise: (at, value) =>
        at.below(3) ? randomFloatStep(at, value) : randomHostCall(at, () => value(I32)),
    },
  });
  const first = HOST_IMPORTS.length;
  const count = program.functions.length;
  const [bottomless, counted, entry] = [first + count, first + count + 1, first + count + 2];
  const ending = dice.below(5) < 2 ? 'end' : dice.pick(Object.keys(mishaps));
  const slots = [...program.table!, bottomless];
  const types = [...program.types!];
  const typeOf = ({ params = [], results = [] }: FunctionSpec): number => {
    const known = types.findIndex(
      (type) => type.params.join() === params.join() && type.results.join() === results.join(),
    );
    return known < 0 ? types.push({ params, results }) - 1 : known;
  };
  const recursive = [bottomlessFunction(dice, bottomless), countedFunction(dice, counted)];
  const slotTypes = [...program.functions, recursive[0]!].map(typeOf);
  const mishap = mishaps[ending]?.(dice, {
    ...{ bottomless, counted, types, slotTypes, tableSize: TABLE_SIZE, spare: 0 },
  });
  const last: FunctionSpec = {
    name: '_start',
    locals: [I32],
    code: [
      // First, so that no program stops before them.
      Array.from({ length: FLOAT_STEPS }, () =>
        randomFloatStep(dice, (type) => constantOf(dice, type)),
      ),
      [openSome(0), fileSteps(dice, FILE_STEPS)],
      [call(first + count - 1), storeGlobals(program.globals!)],
      [writeOut(1, i32c(0), i32c(0x3100)), set(0), mishap ?? []],
    ],
  };
  const wasm = assembleModule({
    ...program,
    types,
    data: [...program.data!, ODD_FLOATS, PATH_DATA],
    functions: [...program.functions, ...recursive, last],
    table: slots,
    tableSize: TABLE_SIZE,
    memory: dice.pick([{ min: 1, max: 4 }, { min: 1 }, { min: 2, max: 2 }]),
    ...(dice.below(10) === 0 ? { start: dice.pick([first + count - 1, entry]) } : {}),
  });
  const limit = dice.below(12) === 0 ? 60_000 + dice.below(150_000) : fuelFor(ending);
  const fuelLimit = BigInt(TIMES_DEARER[engine] * limit);
  const memoryMiB = dice.below(8) === 0 ? 1 : 16;
  return { ending, job: testJob(wasm, { manifest: { engine }, limits: { fuelLimit, memoryMiB } }) };
}

/** Enough for what costs much by itself: a page of memory 65,536, a byte of output 8. */
function fuelFor(ending: string): number {
  return ending.includes('output') || ending.includes('growth') ? 20_000_000 : 3_000_000;
}

function storeGlobals(globals: readonly { readonly type: number }[]): Code {
  return globals.map(({ type }, index) => {
    if (type === FUNCREF) return [];
    const store: Code = type === V128 ? [0xfd, 11] : [STORE_OF_TYPE[0x7f - type]!];
    return [i32c(GLOBALS_AT + 16 * index), globalGet(index), store, 0, 0];
  });
}

/** Frames of any size: locals and operands of all types. */
function bottomlessFunction(dice: Dice, self: number): FunctionSpec {
  const anyTypes = (most: number): number[] =>
    Array.from({ length: dice.below(most) }, () => dice.pick([0x7f, 0x7e, 0x7d, 0x7c, V128]));
  const operands = anyTypes(dice.pick([2, 30, 300]));
  return {
    locals: anyTypes(dice.pick([2, 30, 1_000])),
    code: [
      operands.map((type) => constantOf(dice, type)),
      // What is stored last tells how deep it came, where fuel ends it.
      [i32c(0x10), i32c(0x10), 0x28, 2, 0, i32c(1), 0x6a, storeOf(dice, I32)],
      [call(self), operands.map(() => 0x1a)],
    ],
  };
}

function countedFunction(dice: Dice, self: number): FunctionSpec {
  const locals = Array.from({ length: dice.below(40) }, () => dice.pick([0x7f, 0x7c, V128]));
  return {
    params: [I32],
    results: [I32],
    locals,
    code: [
      [get(0), 0x45, 0x04, I32, i32c(dice.below(100)), 0x05],
      [get(0), i32c(-1), 0x6a, call(self), i32c(3), 0x6c, i32c(1), 0x6a, END],
      [0x02, EMPTY, END],
    ],
  };
}
