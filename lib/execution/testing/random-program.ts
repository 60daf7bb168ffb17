import type { Code, FunctionSpec, ImportSpec, ModuleSpec } from './assemble-module';
import {
  br,
  brIf,
  call,
  EMPTY,
  END,
  F32,
  F64,
  get,
  globalGet,
  globalSet,
  I32,
  I64,
  i32c,
  set,
  tee,
  UNREACHABLE,
  u32,
  V128,
} from './assemble-module';
import { Dice } from './dice';
import type { Operation } from './random-operations';
import { FLOAT_OPERATIONS, WHOLE_OPERATIONS } from './random-operations';
import {
  callThroughSlot,
  REFERENCE_LOCALS,
  randomTableStep,
  referenceGlobal,
  tableParts,
} from './random-table-steps';
import { constantOf, laneLoad, loadOf, storeOf } from './random-values';

const ALL_TYPES = [I32, I64, F32, F64, V128];
const WHOLE_TYPES = [I32, I64, V128];
const FUNCTIONS = 5;

interface Signature {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

/** What a program has besides its own. */
export interface Surroundings {
  readonly imports: readonly ImportSpec[];
  /** A statement that leaves the operand stack as it was; `value` gives any value of a type. */
  readonly surprise: (dice: Dice, value: (type: number) => Code) => Code;
}

export interface ProgramKind {
  /** With floating point the result depends on NaN bits where nobody fixes them. */
  readonly floats: boolean;
  /** Also what version 1 refuses: references, tables that change, passive segments. */
  readonly references: boolean;
  readonly surroundings?: Surroundings;
}

interface Scope {
  readonly locals: readonly number[];
  readonly results: readonly number[];
  /** Results of the labels around, innermost last; undefined for loops, which are not jumped to. */
  readonly labels: readonly (readonly number[] | undefined)[];
  readonly callable: readonly Signature[];
  /** i32 locals that count loops; one for each level. */
  readonly counters: number;
  readonly loopDepth: number;
}

/**
 * A random module that ends: loops are counted and calls go to earlier functions only. It uses
 * every kind of control flow, memory, globals, bulk memory, indirect calls and dead code.
 *
 */
export function randomProgram(seed: number, kind: ProgramKind): ModuleSpec {
  return new Generator(new Dice(seed), kind).program();
}

class Generator {
  private readonly dice: Dice;
  private readonly types: readonly number[];
  private readonly operations: readonly Operation[];
  private budget = 0;
  private readonly references: boolean;
  private readonly surroundings: Surroundings | undefined;
  private readonly firstFunction: number;
  private readonly signatures: Signature[] = [];
  private readonly globals: { type: number; mutable: boolean; init: Code }[] = [];

  constructor(dice: Dice, { floats, references, surroundings }: ProgramKind) {
    this.dice = dice;
    this.references = references;
    this.surroundings = surroundings;
    this.firstFunction = surroundings?.imports.length ?? 0;
    this.types = floats ? ALL_TYPES : WHOLE_TYPES;
    this.operations = floats ? [...WHOLE_OPERATIONS, ...FLOAT_OPERATIONS] : WHOLE_OPERATIONS;
  }

  program(): ModuleSpec {
    const { dice } = this;
    for (const type of this.types) {
      this.globals.push({ type, mutable: true, init: constantOf(dice, type) });
    }
    if (this.references) this.globals.push(referenceGlobal(this.firstFunction));
    const functions: FunctionSpec[] = [];
    const callable: Signature[] = [];
    for (let index = 0; index < FUNCTIONS - 1; index++) {
      const params = Array.from({ length: dice.below(4) }, () => dice.pick(this.types));
      const results = Array.from({ length: dice.below(3) }, () => dice.pick(this.types));
      functions.push(this.function(params, results, callable));
      callable.push({ params, results });
    }
    functions.push(this.function([], [], callable));
    const active = { at: 256, bytes: Array.from({ length: 200 }, () => dice.below(256)) };
    const parts = this.references ? tableParts(dice, this.firstFunction, FUNCTIONS) : { data: [] };
    return {
      ...parts,
      types: this.signatures,
      imports: this.surroundings?.imports ?? [],
      functions,
      globals: this.globals,
      memory: { min: 1, max: 4 },
      table: functions.map((_, index) => this.firstFunction + index),
      exports: this.globals.map((_, index) => ({ name: `g${index}`, kind: 3, index })),
      data: [active, ...parts.data],
    };
  }

  private function(
    params: number[],
    results: number[],
    callable: readonly Signature[],
  ): FunctionSpec {
    this.budget = 120;
    const counters = params.length;
    const references = this.references ? REFERENCE_LOCALS : [];
    const locals = [I32, I32, I32, ...this.types, ...this.types, ...references];
    const scope: Scope = {
      locals: [...params, ...locals],
      results,
      labels: [results],
      callable: [...callable],
      counters,
      loopDepth: 0,
    };
    const code = [
      this.statements(scope, 6),
      results.map((type) => this.expression(type, scope, 3)),
    ];
    return { params, results, locals, code };
  }

  private statements(scope: Scope, most: number): Code {
    return Array.from({ length: 1 + this.dice.below(most) }, () => this.statement(scope));
  }

  private statement(scope: Scope): Code {
    const { dice } = this;
    if (this.budget-- < 0) return [0x01];
    const { surroundings } = this;
    if (surroundings !== undefined && dice.below(6) === 0) {
      return surroundings.surprise(dice, (wanted) => this.expression(wanted, scope, 2));
    }
    if (this.references && dice.below(6) === 0) return this.tableStep(scope);
    const type = dice.pick(this.types);
    const value = (): Code => this.expression(type, scope, 3);
    switch (dice.below(19)) {
      case 0:
      case 1:
      case 2:
        return [value(), set(this.localOf(type, scope))];
      case 3:
        return [value(), globalSet(this.types.indexOf(type))];
      case 4:
      case 5:
        return [this.address(scope), value(), storeOf(dice, type)];
      case 6:
        return [value(), tee(this.localOf(type, scope)), 0x1a];
      case 7:
        return this.loop(scope);
      case 8:
        return [0x02, EMPTY, this.statements(inside(scope, []), 4), END];
      case 9: {
        const then = this.statements(inside(scope, []), 3);
        const otherwise: Code = dice.below(2) ? [0x05, this.statements(inside(scope, []), 3)] : [];
        return [this.expression(I32, scope, 2), 0x04, EMPTY, then, otherwise, END];
      }
      case 10:
        return [
          0x02,
          type,
          this.leave(inside(scope, [type])),
          value(),
          END,
          this.drop(scope, type),
        ];
      case 11:
        return this.table(scope);
      case 12: {
        const bulk: Code = dice.below(2) ? [0xfc, 10, 0, 0] : [0xfc, 11, 0];
        const size: Code = [this.expression(I32, scope, 1), i32c(63), 0x71];
        return [this.address(scope), this.address(scope), size, bulk];
      }
      case 13:
        return [i32c(dice.below(3)), 0x40, 0, 0x1a];
      case 14:
        return this.leave(scope);
      case 15:
        return this.callTo(scope);
      case 16:
        return this.wideBlock(scope);
      case 17:
        return this.wideLoop(scope);
      default:
        return [value(), 0x1a];
    }
  }

  private tableStep(scope: Scope): Code {
    return randomTableStep(this.dice, {
      firstFunction: this.firstFunction,
      functionCount: FUNCTIONS,
      functionLocal: scope.locals.length - 2,
      externalLocal: scope.locals.length - 1,
      global: this.types.length,
      value: () => this.expression(I32, scope, 1),
    });
  }

  /** The number of the type that takes and gives these. */
  private typeIndexOf(params: readonly number[], results: readonly number[]): number {
    const known = this.signatures.findIndex(
      (type) => type.params.join() === params.join() && type.results.join() === results.join(),
    );
    return known < 0 ? this.signatures.push({ params, results }) - 1 : known;
  }

  /** A block that takes and gives several values. */
  private wideBlock(scope: Scope): Code {
    const { dice } = this;
    const anyTypes = (): number[] =>
      Array.from({ length: 1 + dice.below(3) }, () => dice.pick(this.types));
    const params = anyTypes();
    const results = anyTypes();
    const within = inside(scope, results);
    return [
      params.map((type) => this.expression(type, scope, 1)),
      [0x02, u32(this.typeIndexOf(params, results))],
      params.toReversed().map((type) => this.drop(scope, type)),
      [this.statements(within, 2), this.leave(within)],
      results.map((type) => this.expression(type, within, 2)),
      END,
      results.toReversed().map((type) => this.drop(scope, type)),
    ];
  }

  /** A counted loop that carries its counter and a value from round to round. */
  private wideLoop(scope: Scope): Code {
    if (scope.loopDepth >= 3) return [0x01];
    const type = this.dice.pick(this.types);
    const counter = scope.counters + scope.loopDepth;
    const within = { ...inside(scope, undefined), loopDepth: scope.loopDepth + 1 };
    return [
      [i32c(1 + this.dice.below(5)), this.expression(type, scope, 2)],
      [0x03, u32(this.typeIndexOf([I32, type], [type]))],
      [set(this.localOf(type, scope)), set(counter), this.statements(within, 2)],
      [get(counter), i32c(-1), 0x6a, this.expression(type, within, 2), get(counter), i32c(1)],
      [0x4a, brIf(0), set(this.localOf(type, scope)), 0x1a, get(this.localOf(type, scope)), END],
      this.drop(scope, type),
    ];
  }

  /** A counted loop, left early at times. */
  private loop(scope: Scope): Code {
    if (scope.loopDepth >= 3) return [0x01];
    const counter = scope.counters + scope.loopDepth;
    const within = inside(inside(scope, []), undefined);
    const body = this.statements({ ...within, loopDepth: scope.loopDepth + 1 }, 4);
    // At times the loop's end, and what stands behind it, cannot be reached.
    const after: Code = this.dice.below(2) ? [END] : [br(1), END, i32c(5), 0x1a];
    return [
      [i32c(1 + this.dice.below(6)), set(counter), 0x02, EMPTY, 0x03, EMPTY],
      body,
      [get(counter), i32c(-1), 0x6a, tee(counter), brIf(0), after, END],
    ];
  }

  /** Leaves through a label around, conditionally or for good with dead code behind. */
  private leave(scope: Scope): Code {
    const { dice } = this;
    const choices = scope.labels.flatMap((label, at) => (label === undefined ? [] : [at]));
    const at = dice.pick(choices);
    const distance = scope.labels.length - 1 - at;
    const values = scope.labels[at]!.map((type) => this.expression(type, scope, 2));
    const condition = this.expression(I32, scope, 2);
    const drops = scope.labels[at]!.map(() => 0x1a);
    if (dice.below(3) === 0) return [values, condition, brIf(distance), drops];
    const dead: Code = dice.pick([[], [UNREACHABLE], [i32c(1), 0x1a, 0x0f], [0x02, EMPTY, END]]);
    if (at === 0 && dice.below(2) === 0) return [condition, 0x04, EMPTY, values, 0x0f, dead, END];
    return [condition, 0x04, EMPTY, values, br(distance + 1), dead, END];
  }

  private table(scope: Scope): Code {
    const targets = [this.dice.below(3), this.dice.below(3), 2];
    const arm = (): Code => this.statement(inside(inside(scope, []), []));
    return [
      [0x02, EMPTY, 0x02, EMPTY, 0x02, EMPTY],
      [this.expression(I32, scope, 2), i32c(3), 0x71],
      [0x0e, targets.length, targets, 1, END],
      [arm(), END, this.statement(inside(scope, [])), END],
    ];
  }

  private callTo(scope: Scope): Code {
    if (scope.callable.length === 0 || scope.loopDepth > 1) return [0x01];
    const index = this.dice.below(scope.callable.length);
    const { params, results } = scope.callable[index]!;
    const args = params.map((type) => this.expression(type, scope, 2));
    const drops = results.map(() => 0x1a);
    const target = this.firstFunction + index;
    const type = this.typeIndexOf(params, results);
    if (this.references && this.dice.below(3) === 0) {
      return [args, callThroughSlot(target, type), drops];
    }
    if (this.dice.below(2)) return [args, call(target), drops];
    return [args, i32c(index), [0x11, u32(type), 0], drops];
  }

  private drop(scope: Scope, type: number): Code {
    return this.dice.below(2) ? [0x1a] : set(this.localOf(type, scope));
  }

  private localOf(type: number, { locals, counters }: Scope): number {
    const found = locals.flatMap((local, index) =>
      local === type && (index < counters || index >= counters + 3) ? [index] : [],
    );
    return this.dice.pick(found);
  }

  /** An address in the first page with room for sixteen bytes. */
  private address(scope: Scope): Code {
    return [this.expression(I32, scope, 1), i32c(0xff8), 0x71];
  }

  private expression(type: number, scope: Scope, depth: number): Code {
    const { dice } = this;
    if (depth === 0 || this.budget-- < 0) {
      return dice.below(3) ? get(this.localOf(type, scope)) : constantOf(dice, type);
    }
    const inner = (wanted: number): Code => this.expression(wanted, scope, depth - 1);
    switch (dice.below(12)) {
      case 0:
        return get(this.localOf(type, scope));
      case 1:
        return globalGet(this.types.indexOf(type));
      case 2:
        if (type !== V128 || dice.below(3)) return [this.address(scope), loadOf(dice, type)];
        return [this.address(scope), inner(type), laneLoad(dice)];
      case 3:
        return [inner(type), inner(type), inner(I32), 0x1b];
      case 4:
        return [inner(type), tee(this.localOf(type, scope))];
      case 5:
        return [inner(I32), 0x04, type, inner(type), 0x05, inner(type), END];
      case 6: {
        const found = scope.callable.flatMap(({ params, results }, index) =>
          results.length === 1 && results[0] === type && scope.loopDepth < 2
            ? [{ params, index }]
            : [],
        );
        if (found.length === 0) return constantOf(dice, type);
        const { params, index } = dice.pick(found);
        return [params.map(inner), call(this.firstFunction + index)];
      }
      default: {
        const fitting = this.operations.filter(([, , result]) => result === type);
        const [code, operands] = dice.pick(fitting);
        return [operands.map(inner), code];
      }
    }
  }
}

function inside(scope: Scope, label: readonly number[] | undefined): Scope {
  return { ...scope, labels: [...scope.labels, label] };
}
