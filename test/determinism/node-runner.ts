import { readFileSync } from 'node:fs';
import type { Charging } from '@/lib/execution/wasm/scan-function';
import type { PortableCase } from './case-file';
import { runCase } from './run-case';

/**
 * A process that runs the cases of a file one by one and writes a line of JSON for each.
 *
 * node [V8 flags] runner.mjs CASES block|instruction any|liftoff|turbofan
 */

/** A module with one function that does nothing. */
const PROBE = Uint8Array.from(
  [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    [1, 4, 1, 0x60, 0, 0],
    [3, 2, 1, 0],
    [7, 5, 1, 1, 0x66, 0, 0],
    [10, 4, 1, 2, 0, 0x0b],
  ].flat(),
);
const QUESTIONS: Readonly<Record<string, string>> = {
  liftoff: '%IsLiftoffFunction(run)',
  turbofan: '%IsTurboFanFunction(run)',
};

/** Flags are promises: asks V8 by which compiler a function was made. */
function checkTier(tier: string): void {
  const question = QUESTIONS[tier];
  if (question === undefined) return;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(PROBE));
  const run = exports.f as () => void;
  for (let round = 0; round < 10_000; round++) run();
  if (new Function('run', `return ${question}`)(run) !== true) {
    throw new Error(`this engine does not compile with ${tier} only`);
  }
}

const [path = '', charging = 'block', tier = 'any'] = process.argv.slice(2);
checkTier(tier);
for (const line of readFileSync(path, 'utf8').split('\n')) {
  if (line === '') continue;
  const result = await runCase(JSON.parse(line) as PortableCase, charging as Charging);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
