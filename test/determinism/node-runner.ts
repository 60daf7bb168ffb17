import { readFileSync } from 'node:fs';
import { TIER_PROBE } from '@/lib/execution/certify/tier-probe';
import type { Charging } from '@/lib/execution/wasm/scan-function';
import type { PortableCase } from './case-file';
import { runCase } from './run-case';

/**
 * A process that runs the cases of a file one by one and writes a line of JSON for each.
 *
 * node [V8 flags] runner.mjs CASES block|instruction any|liftoff|turbofan
 */

/** Flags are promises: asks V8 by which compiler a function was made. */
function checkTier(tier: string): void {
  if (tier !== 'any' && new Function(`return ${TIER_PROBE}`)() !== tier) {
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
