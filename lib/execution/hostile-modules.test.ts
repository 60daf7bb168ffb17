import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { WASM_ENGINE } from './engine-id';
import { executeJob } from './execute-job';
import { InfrastructureFault } from './infrastructure-fault';
import type { Code, ModuleSpec } from './testing/assemble-module';
import {
  assembleModule,
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
  globalSet,
  I32,
  I64,
  i32c,
  i64c,
  set,
  tee,
  UNREACHABLE,
  u32,
  V128,
} from './testing/assemble-module';
import { moduleOf } from './testing/module-of';
import { testJob } from './testing/test-job';
import { DEPTH_BUDGET, FRAME_DEPTH } from './wasm/cost-table';
import { costsOf } from './wasm/engine-versions';
import { InvalidModule } from './wasm/invalid-module';
import { transformModule } from './wasm/transform-module';

const LOOP_FOREVER: Code = [0x03, EMPTY, br(0), END];

/** Version 1 counts instructions, which tests can do as well. */
const V1 = { manifest: { engine: 'reckon-wasm@1.0.0' } };

const run = (wasm: Uint8Array, overrides: Parameters<typeof testJob>[1] = {}) =>
  executeJob(testJob(wasm, overrides));

async function statusOf(code: Code, spec: Partial<ModuleSpec> = {}, locals: number[] = []) {
  return (await run(moduleOf(code, spec, locals))).status;
}

describe('fuel', () => {
  it('ends an endless loop with the whole limit used', async () => {
    const execution = await run(moduleOf(LOOP_FOREVER), { limits: { fuelLimit: 1_000_000n } });
    expect(execution).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 1_000_000n });
  });

  it('ends endless mutual recursion and endless indirect calls', async () => {
    const spec: Partial<ModuleSpec> = { functions: [{ code: [i32c(1), brIf(0), call(0)] }] };
    const forever = moduleOf([0x03, EMPTY, call(0), br(0), END], spec);
    expect((await run(forever)).status).toBe('fuel-exhausted');
    const indirect = [0x03, EMPTY, i32c(0), 0x11, u32(0), 0, br(0), END];
    expect(await statusOf(indirect, { ...spec, table: [0] })).toBe('fuel-exhausted');
  });

  it.each([0, 1, 2, 3, 4])('cannot be forged through global %i behind its own', (offset) => {
    // One global of its own; the engine appends its globals right behind it.
    const wasm = moduleOf([i64c(1n << 62n), globalSet(1 + offset), LOOP_FOREVER], {
      globals: [{ type: I64, mutable: true, init: i64c(0n) }],
    });
    expect(() => transformModule(wasm, WASM_ENGINE)).toThrow(InvalidModule);
  });

  it.each([0, 1, 2, 3, 4])("cannot be given back by calling the engine's function %i", (offset) => {
    const wasm = moduleOf([call(1 + offset)]);
    expect(() => transformModule(wasm, WASM_ENGINE)).toThrow(InvalidModule);
    expect(() => transformModule(moduleOf([], { table: [1 + offset] }), WASM_ENGINE)).toThrow(
      InvalidModule,
    );
    expect(() => transformModule(moduleOf([], { start: 1 + offset }), WASM_ENGINE)).toThrow(
      InvalidModule,
    );
  });

  it('is charged for a trap that follows long work in one function', async () => {
    const countTo = (times: number): Code => [
      [i32c(times), set(0), 0x03, EMPTY],
      [get(0), i32c(-1), 0x6a, tee(0), brIf(0), END],
      UNREACHABLE,
    ];
    const short = await run(moduleOf(countTo(10), {}, [I32]), V1);
    const long = await run(moduleOf(countTo(1_000_010), {}, [I32]), V1);
    expect(short.status).toBe('trapped');
    expect(long.fuelUsed - short.fuelUsed).toBe(5_000_000n);
  });

  it('is charged by size for bulk memory, also when the loop is in the engine', async () => {
    const fill = (size: number): Code => [i32c(0), i32c(1), i32c(size), 0xfc, 11, 0];
    const small = await run(moduleOf(fill(4)), V1);
    const large = await run(moduleOf(fill(65_536)), V1);
    expect(large.fuelUsed - small.fuelUsed).toBe(16_383n);
    const forever = [0x03, EMPTY, i32c(0), i32c(0), i32c(65_536), 0xfc, 10, 0, 0, br(0), END];
    expect(await statusOf(forever)).toBe('fuel-exhausted');
  });

  it('takes limits of 0 and of 2^64 - 1', async () => {
    expect(await run(moduleOf([]), { limits: { fuelLimit: 0n } })).toMatchObject({
      status: 'fuel-exhausted',
      fuelUsed: 0n,
    });
    const most = { fuelLimit: 2n ** 64n - 1n };
    expect(await run(moduleOf([]), { limits: most })).toMatchObject({ status: 'completed' });
  });
});

describe('depth', () => {
  const recursion = (locals: number[], code: Code = call(0)): Uint8Array =>
    assembleModule({ functions: [{ locals, code }] });

  it('stops recursion as a trap, long before the engine would', async () => {
    const execution = await run(recursion([]), V1);
    expect(execution.status).toBe('trapped');
    // Frames are counted, not the engine's stack: always the same number.
    expect(execution.fuelUsed).toBe(65_536n + BigInt(Math.floor(DEPTH_BUDGET / FRAME_DEPTH) + 1));
  });

  it.each([
    ['many locals', Array<number>(4_000).fill(F64)],
    ['vectors', Array<number>(2_000).fill(V128)],
    ['a few locals', Array<number>(12).fill(I64)],
  ])('stops recursion with %s', async (_name, locals) => {
    expect((await run(recursion(locals))).status).toBe('trapped');
  });

  it('stops recursion through wide calls and deep operands', async () => {
    const params = Array<number>(255).fill(F64);
    const wide = assembleModule({
      functions: [
        { params, code: [params.map((_, index) => get(index)), call(0)] },
        { code: [params.map(() => f64c(1)), call(0)] },
      ],
    });
    expect((await run(wide)).status).toBe('trapped');
    const operands = Array.from({ length: 2_000 }, () => i64c(1n));
    const drops = Array<number>(2_000).fill(0x1a);
    expect((await run(recursion([], [operands, call(0), drops]))).status).toBe('trapped');
  });

  it('gives frames back: a long row of calls is no recursion', async () => {
    const body = [i32c(100_000), set(0), 0x03, EMPTY];
    const loop = [call(0), get(0), i32c(-1), 0x6a, tee(0), brIf(0), END];
    const spec = { functions: [{ locals: Array<number>(200).fill(I32), code: [] }] };
    expect(await statusOf([body, loop], spec, [I32])).toBe('completed');
  });
});

describe('memory', () => {
  it('stops a job that grows beyond its limit', async () => {
    const bomb = [0x03, EMPTY, i32c(1), 0x40, 0, 0x1a, br(0), END];
    expect(await run(moduleOf(bomb), { limits: { fuelLimit: 1n << 40n } })).toMatchObject({
      status: 'memory-exceeded',
    });
    expect(await statusOf([i32c(-1), 0x40, 0, 0x1a])).toBe('completed');
    expect(await statusOf([i32c(30_000), 0x40, 0, 0x1a])).toBe('memory-exceeded');
  });

  it("lets growth beyond the module's own maximum fail as it always does", async () => {
    const code = [i32c(5), 0x40, 0, i32c(-1), 0x47, 0x04, EMPTY, UNREACHABLE, END];
    expect(await statusOf(code, { memory: { min: 1, max: 5 } })).toBe('completed');
  });

  it('refuses a first memory above the limit before it is allocated', async () => {
    const execution = await run(moduleOf([], { memory: { min: 20_000 } }));
    expect(execution).toMatchObject({ status: 'memory-exceeded', fuelUsed: 0n });
    expect(() => transformModule(moduleOf([], { memory: { min: 40_000 } }), WASM_ENGINE)).toThrow(
      InvalidModule,
    );
  });

  it('charges each page', async () => {
    const one = await run(moduleOf([i32c(1), 0x40, 0, 0x1a]));
    const two = await run(moduleOf([i32c(2), 0x40, 0, 0x1a]));
    expect(two.fuelUsed - one.fuelUsed).toBe(BigInt(costsOf(WASM_ENGINE).memoryPageFuel));
  });

  it('makes no result of growth that the host refuses and the job may have', async () => {
    setFlagsFromString('--wasm-max-mem-pages=100');
    try {
      const grown = run(moduleOf([i32c(200), 0x40, 0, 0x1a]), { limits: { fuelLimit: 1n << 40n } });
      await expect(grown).rejects.toThrow(InfrastructureFault);
    } finally {
      setFlagsFromString('--wasm-max-mem-pages=65536');
    }
  });
});

describe('NaN', () => {
  const store32 = (at: number, value: Code): Code => [i32c(at), value, 0x38, 2, 0];
  const store64 = (at: number, value: Code): Code => [i32c(at), value, 0x39, 3, 0];
  const store128 = (at: number, value: Code): Code => [i32c(at), value, 0xfd, 11, 4, 0];
  const OUT_WRITE = {
    imports: [{ name: 'fd_write', params: [I32, I32, I32, I32], results: [I32] }],
  };
  /** Writes memory [64, 64 + size) to stdout. */
  const print = (size: number): Code => [
    [i32c(0), i32c(64), 0x36, 2, 0, i32c(4), i32c(size), 0x36, 2, 0],
    [i32c(1), i32c(0), i32c(1), i32c(8), call(0), 0x1a],
  ];
  async function bytesOf(code: Code, size: number): Promise<string> {
    const { outputs, status } = await run(moduleOf([code, print(size)], OUT_WRITE));
    expect(status).toBe('completed');
    const stdout = outputs.find(({ path }) => path === 'stdout')!.bytes;
    return Buffer.from(stdout).toString('hex');
  }
  const f32bits = (bits: number): Code => [i32c(bits), 0xbe];
  const f64bits = (bits: bigint): Code => [i64c(bits), 0xbf];
  const v32 = (bits: number): Code => [i32c(bits), 0xfd, 17];
  const CANONICAL_32 = '0000c07f';
  const CANONICAL_64 = '000000000000f87f';

  it.each([0x92, 0x93, 0x94, 0x95, 0x96, 0x97])(
    'f32 operation %i makes the canonical',
    async (op) => {
      for (const nan of [0x7fc00001, 0xffc12345 | 0, 0x7f800001]) {
        expect(await bytesOf(store32(64, [f32bits(nan), f32c(1), op]), 4)).toBe(CANONICAL_32);
        expect(await bytesOf(store32(64, [f32c(1), f32bits(nan), op]), 4)).toBe(CANONICAL_32);
      }
    },
  );

  it.each([0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5])(
    'f64 operation %i makes the canonical',
    async (op) => {
      const nan = f64bits(0xfff8_0000_dead_beefn);
      expect(await bytesOf(store64(64, [nan, f64c(1), op]), 8)).toBe(CANONICAL_64);
    },
  );

  it('unary operations, square roots and conversions make the canonical', async () => {
    for (const op of [0x8d, 0x8e, 0x8f, 0x90, 0x91]) {
      expect(await bytesOf(store32(64, [f32bits(0x7fc00001), op]), 4)).toBe(CANONICAL_32);
    }
    expect(await bytesOf(store64(64, [f64c(-1), 0x9f]), 8)).toBe(CANONICAL_64);
    expect(await bytesOf(store64(64, [f64c(0), f64c(0), 0xa3]), 8)).toBe(CANONICAL_64);
    expect(await bytesOf(store64(64, [f32bits(0x7fc00001), 0xbb]), 8)).toBe(CANONICAL_64);
    expect(await bytesOf(store32(64, [f64bits(0xfff8_0000_dead_beefn), 0xb6]), 4)).toBe(
      CANONICAL_32,
    );
  });

  it('vectors are made canonical lane by lane, by their shape', async () => {
    const sum = await bytesOf(store128(64, [v32(0x7fc00001), v32(0x3f800000), 0xfd, 228, 1]), 16);
    expect(sum).toBe(CANONICAL_32.repeat(4));
    // An f32x4 sum read as f64x2 is no NaN any more: its bits must be the canonical f32s'.
    const mixed = [v32(0x7fc00001), v32(0x3f800000), 0xfd, 228, 1, tee(0), get(0), 0xfd, 240, 1];
    const code = store128(64, mixed);
    const { outputs } = await run(moduleOf([code, print(16)], OUT_WRITE, [V128]));
    expect(Buffer.from(outputs[1]!.bytes).toString('hex')).toBe('0000c07f0000d07f'.repeat(2));
    const demoted = [i64c(0x7ff8_0000_dead_beefn), 0xfd, 18, 0xfd, 94];
    expect(await bytesOf(store128(64, demoted), 16)).toBe(
      `${CANONICAL_32.repeat(2)}${'00'.repeat(8)}`,
    );
  });

  it('bits that no operation made are kept', async () => {
    expect(await bytesOf(store32(64, f32bits(0x7fc00001)), 4)).toBe('0100c07f');
    expect(await bytesOf(store32(64, [f32bits(0x7fc00001), 0x8c]), 4)).toBe('0100c0ff');
    expect(await bytesOf(store128(64, v32(0x7fc00001)), 16)).toBe('0100c07f'.repeat(4));
  });

  it('a NaN in a global is hashed by its bits', async () => {
    const global = (bits: number) =>
      moduleOf([f32bits(bits), globalSet(0)], {
        globals: [{ type: F32, mutable: true, init: f32c(0) }],
      });
    const [one, two] = [await run(global(0x7fc00001)), await run(global(0x7fc00002))];
    expect(one.stateDigest).not.toBe(two.stateDigest);
  });
});
