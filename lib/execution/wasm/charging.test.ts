import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WASM_ENGINE, WASM_ENGINES, type WasmEngine } from '../engine-id';
import { stateDigestOf } from '../state-digest';
import { assembleModule, call, globalGet, i32c } from '../testing/assemble-module';
import { randomProgram } from '../testing/random-program';
import { acceptedBy, costsOf } from './engine-versions';
import { compileTransformed, runModule } from './run-module';
import type { Charging } from './scan-function';
import { transformModule } from './transform-module';

const FUEL = 10n ** 9n;

async function run(
  wasm: Uint8Array<ArrayBuffer>,
  engine: WasmEngine,
  charging: Charging = 'block',
  fuelLimit = FUEL,
) {
  return runModule({
    costs: costsOf(engine),
    module: await compileTransformed(transformModule(wasm, engine, charging)),
    files: {
      programName: 'random',
      readOnly: new Map(),
      storageBytes: 1000,
      seed: new Uint8Array(32),
    },
    fuelLimit,
    pageLimit: 4,
  });
}

/** The module as it is, on the engine of this process alone: its memory and whole globals. */
async function runNative(wasm: Uint8Array<ArrayBuffer>) {
  const { instance } = await WebAssembly.instantiate(wasm);
  const { _start, memory, ...globals } = instance.exports;
  let trapped = false;
  try {
    (_start as () => void)();
  } catch {
    trapped = true;
  }
  const whole = Object.values(globals)
    .slice(0, 2)
    .map((global, index) => BigInt.asUintN(index === 0 ? 32 : 64, BigInt(numberIn(global))));
  return { trapped, memory: (memory as WebAssembly.Memory).buffer as ArrayBuffer, whole };
}

const numberIn = (global: WebAssembly.ExportValue): number | bigint =>
  (global as WebAssembly.Global).value;
const V128_STORE = [0xfd, 11, 0, 0];

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe.each(WASM_ENGINES)('fuel of random programs on %s', (engine) => {
  const { references } = acceptedBy(engine);

  it('is the same charged by blocks and instruction by instruction', async () => {
    let completed = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const wasm = assembleModule(randomProgram(seed, { floats: true, references }));
        const block = await run(wasm, engine);
        const single = await run(wasm, engine, 'instruction');
        expect(block.status).toBe(single.status);
        expect(block.stateDigest).toBe(single.stateDigest);
        if (block.status === 'completed') {
          completed++;
          expect(block.fuelUsed).toBe(single.fuelUsed);
        }
      }),
      { numRuns: 300 },
    );
    expect(completed).toBeGreaterThan(100);
  });

  it('is enough exactly when it covers the whole run', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const wasm = assembleModule(randomProgram(seed, { floats: true, references }));
        const { status, fuelUsed, stateDigest } = await run(wasm, engine);
        if (status !== 'completed') return;
        const enough = await run(wasm, engine, 'block', fuelUsed);
        expect(enough).toMatchObject({ status: 'completed', fuelUsed, stateDigest });
        const short = await run(wasm, engine, 'block', fuelUsed - 1n);
        expect(short).toMatchObject({ status: 'fuel-exhausted', fuelUsed: fuelUsed - 1n });
      }),
      { numRuns: 60 },
    );
  });
});

describe('a transformed module', () => {
  it('does what the module does', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        // Scripts cannot read a vector global: the program leaves its own in memory at last.
        const program = randomProgram(seed, { floats: false, references: true });
        const ending = [call(program.functions.length - 1), i32c(0), globalGet(2), V128_STORE];
        const functions = [...program.functions, { code: ending }];
        const wasm = assembleModule({ ...program, functions });
        const native = await runNative(wasm);
        const { status, stateDigest } = await run(wasm, WASM_ENGINE);
        expect(status === 'trapped').toBe(native.trapped);
        if (native.trapped) return;
        const vector = new DataView(native.memory).getBigUint64.bind(new DataView(native.memory));
        const globals = [...native.whole, vector(0, true), vector(8, true)];
        expect(stateDigest).toBe(await stateDigestOf(native.memory, globals));
      }),
      { numRuns: 200 },
    );
  });
});
