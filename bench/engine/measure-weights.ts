import { assembleModule, type Code, i32c } from '../../lib/execution/testing/assemble-module';
import { median, round } from './statistics';

/**
 * Nanoseconds of one instruction of each class on this machine, as V8 compiles it (--no-liftoff):
 * a loop with many of them, less the loop with none. Eight chains side by side, as code has them.
 */

const ROUNDS = 200_000;
const CHAINS = 8;
const I32 = 0x7f;
const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;
const V128 = 0x7b;
const COUNTER = 0;
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];

/** One instruction on chain `local` (its value and a constant `other` are there as locals). */
interface Probe {
  readonly name: string;
  readonly type: number;
  readonly step: (local: number, other: number) => Code;
}

const binary = (name: string, type: number, ...opcode: number[]): Probe => ({
  name,
  type,
  step: (local, other) => [get(local), get(other), opcode, set(local)],
});
const unary = (name: string, type: number, ...opcode: number[]): Probe => ({
  name,
  type,
  step: (local) => [get(local), opcode, set(local)],
});

const PROBES: readonly Probe[] = [
  binary('integer: i32.add', I32, 0x6a),
  binary('integer: i64.rotl', I64, 0x89),
  binary('multiply: i64.mul', I64, 0x7e),
  binary('divide: i32.div_u', I32, 0x6e),
  binary('divide: i64.div_u', I64, 0x80),
  binary('float: f32.add', F32, 0x92),
  binary('double: f64.mul', F64, 0xa2),
  binary('double: f64.min', F64, 0xa4),
  binary('float divide: f64.div', F64, 0xa3),
  unary('float divide: f64.sqrt', F64, 0x9f),
  unary('double: f64.floor', F64, 0x9c),
  { name: 'load: i32.load', type: I32, step: (at) => [get(at), 0x28, 2, 16, set(at)] },
  {
    name: 'store: i32.store',
    type: I32,
    step: (at, other) => [i32c(at * 8), get(other), 0x36, 2, 16],
  },
  { name: 'branch: br_if', type: I32, step: (at) => [[0x02, 0x40], get(at), [0x0d, 0, 0x0b]] },
  {
    name: 'branch: if taken',
    type: I32,
    step: (at, other) => [get(other), [0x04, 0x40], get(at), i32c(1), 0x6a, set(at), 0x0b],
  },
  { name: 'call', type: I32, step: (at) => [get(at), 0x10, 0, set(at)] },
  { name: 'indirect call', type: I32, step: (at) => [get(at), i32c(0), 0x11, 0, 0, set(at)] },
  {
    name: 'globals: get and set',
    type: I32,
    step: () => [
      [0x23, 0],
      [0x24, 0],
    ],
  },
  {
    name: 'convert: trunc_sat and back',
    type: F64,
    step: (at) => [get(at), 0xfc, 2, 0xb7, set(at)],
  },
  binary('vector integer: i32x4.add', V128, 0xfd, 0xae, 1),
  binary('vector integer: i8x16.swizzle', V128, 0xfd, 14),
  binary('vector float: f32x4.mul', V128, 0xfd, 0xe6, 1),
  binary('vector divide: f32x4.div', V128, 0xfd, 0xe7, 1),
  {
    name: 'bulk: memory.fill of 256',
    type: I32,
    step: (at) => [i32c(at * 256), get(at), i32c(256), 0xfc, 11, 0],
  },
];

const CONSTANT: Readonly<Record<number, Code>> = {
  [I32]: [0x41, 3],
  [I64]: [0x42, 3],
  [F32]: [0x43, 0, 0, 0x80, 0x3f],
  [F64]: [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
  [V128]: [0xfd, 12, ...Array<number>(16).fill(0x3f)],
};

const STORE: Readonly<Record<number, Code>> = {
  [I32]: [0x36, 2, 0],
  [I64]: [0x37, 3, 0],
  [F32]: [0x38, 2, 0],
  [F64]: [0x39, 3, 0],
  [V128]: [0xfd, 11, 4, 0],
};
const LOAD: Readonly<Record<number, Code>> = {
  [I32]: [0x28, 2, 0],
  [I64]: [0x29, 3, 0],
  [F32]: [0x2a, 2, 0],
  [F64]: [0x2b, 3, 0],
  [V128]: [0xfd, 0, 4, 0],
};
const AT = i32c(1024);

/** Milliseconds of a loop whose body is `steps` of the probe on each chain. */
function time({ type, step }: Probe, steps: number): number {
  const other = CHAINS + 1;
  const body = Array.from({ length: steps }, (_, index) => step(1 + (index % CHAINS), other));
  const zero: Code = type === I32 ? [0x41, 0] : CONSTANT[type]!;
  const chains = Array.from({ length: CHAINS }, (_, index) => [zero, set(1 + index)]);
  const wasm = assembleModule({
    globals: [{ type: I32, mutable: true, init: i32c(0) }],
    table: [0],
    functions: [
      { params: [I32], results: [I32], code: get(0) },
      {
        locals: [I32, ...Array<number>(CHAINS + 1).fill(type)],
        code: [
          // Through memory, so that no compiler knows the constant.
          [AT, CONSTANT[type]!, STORE[type]!, AT, LOAD[type]!, set(other), chains],
          [i32c(ROUNDS), set(COUNTER), 0x03, 0x40, body],
          [get(COUNTER), i32c(-1), 0x6a, 0x22, COUNTER, 0x0d, 0, 0x0b],
          chains.map((_, index) => [AT, get(1 + index), STORE[type]!]),
        ],
      },
    ],
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), {});
  const run = exports._start as () => void;
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const STEPS = 8 * CHAINS;
const rows = PROBES.map((probe) => {
  const samples = Array.from({ length: 7 }, () => time(probe, STEPS) - time(probe, 0));
  return [probe.name, round((median(samples) * 1e6) / (ROUNDS * STEPS), 3)] as const;
});
process.stdout.write(`${JSON.stringify(Object.fromEntries(rows))}\n`);
