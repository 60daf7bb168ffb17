import type { Code, FunctionSpec, ModuleSpec } from './assemble-module';
import {
  br,
  brIf,
  call,
  EMPTY,
  END,
  F32,
  F64,
  f32c,
  f64c,
  get,
  globalGet,
  globalSet,
  I32,
  I64,
  i32c,
  i64c,
  set,
  tee,
  UNREACHABLE,
  V128,
} from './assemble-module';
import type { Operation } from './random-operations';
import { FLOAT_OPERATIONS, range, WHOLE_OPERATIONS } from './random-operations';

const ALL_TYPES = [I32, I64, F32, F64, V128];
const WHOLE_TYPES = [I32, I64, V128];

/** A repeatable stream of numbers (mulberry32). */
class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

interface Scope {
  readonly locals: readonly number[];
  readonly results: readonly number[];
  /** Results of the labels around, innermost last; undefined for loops, which are not jumped to. */
  readonly labels: readonly (readonly number[] | undefined)[];
  readonly callable: readonly { readonly params: number[]; readonly results: number[] }[];
  /** i32 locals that count loops; one for each level. */
  readonly counters: number;
  readonly loopDepth: number;
}

/**
 * A random module that ends: loops are counted and calls go to earlier functions only. It uses
 * every kind of control flow, memory, globals, bulk memory, indirect calls and dead code.
 *
 * @param floats with floating point the result depends on NaN bits where nobody fixes them
 */
export function randomProgram(seed: number, floats: boolean): ModuleSpec {
  return new Generator(new Dice(seed), floats).program();
}

class Generator {
  private readonly dice: Dice;
  private readonly types: readonly number[];
  private readonly operations: readonly Operation[];
  private budget = 0;
  private readonly globals: { type: number; mutable: boolean; init: Code }[] = [];

  constructor(dice: Dice, floats: boolean) {
    this.dice = dice;
    this.types = floats ? ALL_TYPES : WHOLE_TYPES;
    this.operations = floats ? [...WHOLE_OPERATIONS, ...FLOAT_OPERATIONS] : WHOLE_OPERATIONS;
  }

  program(): ModuleSpec {
    const { dice } = this;
    for (const type of this.types) {
      this.globals.push({ type, mutable: true, init: this.constant(type) });
    }
    const functions: FunctionSpec[] = [];
    const callable: { params: number[]; results: number[] }[] = [];
    for (let index = 0; index < 4; index++) {
      const params = Array.from({ length: dice.below(4) }, () => dice.pick(this.types));
      const results = Array.from({ length: dice.below(3) }, () => dice.pick(this.types));
      functions.push(this.function(params, results, callable));
      callable.push({ params, results });
    }
    functions.push(this.function([], [], callable));
    return {
      functions,
      globals: this.globals,
      memory: { min: 1, max: 4 },
      table: functions.map((_, index) => index),
      exports: this.globals.map((_, index) => ({ name: `g${index}`, kind: 3, index })),
      data: [{ at: 256, bytes: Array.from({ length: 200 }, () => dice.below(256)) }],
    };
  }

  private function(
    params: number[],
    results: number[],
    callable: { params: number[]; results: number[] }[],
  ): FunctionSpec {
    this.budget = 120;
    const counters = params.length;
    const locals = [I32, I32, I32, ...this.types, ...this.types];
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
    const type = dice.pick(this.types);
    const value = (): Code => this.expression(type, scope, 3);
    switch (dice.below(17)) {
      case 0:
      case 1:
      case 2:
        return [value(), set(this.localOf(type, scope))];
      case 3:
        return [value(), globalSet(this.types.indexOf(type))];
      case 4:
      case 5:
        return [this.address(scope), value(), this.storeOf(type)];
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
      default:
        return [value(), 0x1a];
    }
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
    return [args, call(index), drops];
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

  private storeOf(type: number): Code {
    const { dice } = this;
    switch (type) {
      case I32:
        return [dice.pick([0x36, 0x3a, 0x3b]), 0, dice.below(100)];
      case I64:
        return [dice.pick([0x37, 0x3c, 0x3d, 0x3e]), 0, 0];
      case F32:
        return [0x38, 0, 4];
      case F64:
        return [0x39, 0, 8];
      default:
        return [0xfd, 11, 0, 0];
    }
  }

  private loadOf(type: number): Code {
    switch (type) {
      case I32:
        return [this.dice.pick([0x28, ...range(0x2c, 0x2f)]), 0, 3];
      case I64:
        return [this.dice.pick([0x29, ...range(0x30, 0x35)]), 0, 0];
      case F32:
        return [0x2a, 0, 0];
      case F64:
        return [0x2b, 0, 0];
      default:
        return [0xfd, this.dice.pick([0, 1, 7, 10, 92]), 0, 0];
    }
  }

  private constant(type: number): Code {
    const { dice } = this;
    const whole = dice.pick([
      0,
      1,
      -1,
      7,
      100,
      0x7fffffff,
      0x7fc00001,
      -0x80000000,
      dice.below(1000),
    ]);
    switch (type) {
      case I32:
        return i32c(whole);
      case I64:
        return i64c(dice.pick([BigInt(whole), 0x7ff8_0000_0000_0001n, -(1n << 63n)]));
      case F32:
        return f32c(dice.pick([0, -0, 1.5, -3, 1e30, Number.POSITIVE_INFINITY, Number.NaN, whole]));
      case F64:
        return f64c(
          dice.pick([0, -0, 0.1, -3, 1e300, Number.NEGATIVE_INFINITY, Number.NaN, whole]),
        );
      default:
        return [
          0xfd,
          12,
          Array.from({ length: 16 }, () => dice.pick([0, 255, 0x7f, dice.below(256)])),
        ];
    }
  }

  private expression(type: number, scope: Scope, depth: number): Code {
    const { dice } = this;
    if (depth === 0 || this.budget-- < 0) {
      return dice.below(3) ? get(this.localOf(type, scope)) : this.constant(type);
    }
    const inner = (wanted: number): Code => this.expression(wanted, scope, depth - 1);
    switch (dice.below(12)) {
      case 0:
        return get(this.localOf(type, scope));
      case 1:
        return globalGet(this.types.indexOf(type));
      case 2:
        return [this.address(scope), this.loadOf(type)];
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
        if (found.length === 0) return this.constant(type);
        const { params, index } = dice.pick(found);
        return [params.map(inner), call(index)];
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
