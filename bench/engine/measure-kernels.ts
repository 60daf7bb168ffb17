import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WasmEngine } from '../../lib/execution/engine-id';
import { WASM_ENGINE } from '../../lib/execution/engine-id';
import { createTransformCache } from '../../lib/execution/transform-cache.server';
import { costsOf } from '../../lib/execution/wasm/engine-versions';
import { transformModule } from '../../lib/execution/wasm/transform-module';
import { treeOf } from './kernel-tree';
import { readBytes, runNative, runWasm } from './run-kernel';
import { median, round } from './statistics';

/**
 * node --no-liftoff measure-kernels.mjs KERNELS(JSON) REPEATS: without the baseline compiler,
 * compiling ends before the clock starts. Writes a row of JSON for each kernel.
 */

interface Kernel {
  readonly name: string;
  readonly wasm: string;
  readonly native: string;
}

function measure({ name, wasm, native }: Kernel, repeats: number) {
  const tree = treeOf(name);
  const bytes = readBytes(wasm);
  const transformMs: number[] = [];
  for (let repeat = 0; repeat < 5; repeat++) {
    const before = performance.now();
    transformModule(bytes, engine);
    transformMs.push(performance.now() - before);
  }
  const folder = mkdtempSync(join(tmpdir(), 'reckon-bench-'));
  createTransformCache({ folder }).set('key', transformModule(bytes, engine));
  const asked = performance.now();
  const transformed = createTransformCache({ folder }).get('key')!;
  const unchangedMs = performance.now() - asked;
  rmSync(folder, { recursive: true });
  const plain = new WebAssembly.Module(bytes);
  const metered = new WebAssembly.Module(transformed);
  const runs = {
    native: () => runNative(native, tree),
    plain: () => runWasm(plain, tree, costsOf(engine)),
    metered: () => runWasm(metered, tree, costsOf(engine)),
  };
  const said = [runs.native(), runs.plain(), runs.metered()].map(({ stdout }) => stdout);
  if (said.some((text) => text !== said[0])) {
    throw new Error(`${name} says other things in other builds:\n${said.join('---\n')}`);
  }
  const rounds = Array.from({ length: repeats }, () => ({
    native: runs.native().ms,
    plain: runs.plain().ms,
    metered: runs.metered(),
  }));
  const of = (ratio: (round: (typeof rounds)[number]) => number) => median(rounds.map(ratio));
  return {
    name,
    nativeMs: round(
      of(({ native }) => native),
      1,
    ),
    rawMs: round(
      of(({ plain }) => plain),
      1,
    ),
    meteredMs: round(
      of(({ metered }) => metered.ms),
      1,
    ),
    vsNative: round(of(({ native, metered }) => metered.ms / native)),
    rawVsNative: round(of(({ native, plain }) => plain / native)),
    vsRaw: round(of(({ plain, metered }) => metered.ms / plain)),
    gigafuelPerSecond: round(of(({ metered }) => metered.fuel / metered.ms / 1e6)),
    gigafuel: round(rounds[0]!.metered.fuel / 1e9, 3),
    moduleKB: round(bytes.length / 1000, 0),
    growth: round(transformed.length / bytes.length),
    unchangedMs: round(unchangedMs, 1),
    transformMsPerMB: round((median(transformMs) / bytes.length) * 1e6, 1),
  };
}

const engine = (process.env.RECKON_ENGINE ?? WASM_ENGINE) as WasmEngine;
const [kernels = '[]', repeats = '7'] = process.argv.slice(2);
for (const kernel of JSON.parse(kernels) as Kernel[]) {
  process.stdout.write(`${JSON.stringify(measure(kernel, Number(repeats)))}\n`);
}
