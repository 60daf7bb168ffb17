import type { Charging } from '@/lib/execution/wasm/scan-function';
import type { CaseLine } from './run-case';
import { isSameTrap } from './watch-traps';

/** A case in which an engine does not say what the first one says. */
export interface Difference {
  readonly name: string;
  readonly expected: CaseLine | undefined;
  readonly found: CaseLine | undefined;
}

/**
 * Compares an engine's lines with the first engine's; a fault or a failure is a difference in any
 * case, also where both agree.
 *
 * With another charging only what must then be equal is compared: of a run that ended by itself
 * everything but the transformed bytes; of one that trapped or ran out of fuel that it did so, as
 * the fuel of the last straight run of instructions is taken at another moment.
 */
export function differencesOf(
  expected: readonly CaseLine[],
  found: readonly CaseLine[],
  charging: Charging = 'block',
): Difference[] {
  const isEqual = charging === 'block' ? isSameLine : isSameRun;
  const differences: Difference[] = [];
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const [left, right] = [expected[index], found[index]];
    if (left !== undefined && right !== undefined && isSound(right) && isEqual(left, right))
      continue;
    differences.push({ name: (left ?? right)!.name, expected: left, found: right });
  }
  return differences;
}

const isSound = ({ status, trap }: CaseLine): boolean =>
  status !== 'fault' && status !== 'failure' && !/^(unknown|none seen)/.test(trap);

function isSameLine(left: CaseLine, right: CaseLine): boolean {
  const same = JSON.stringify({ ...left, trap: '' }) === JSON.stringify({ ...right, trap: '' });
  return same && isSameTrap(left.trap, right.trap);
}

function isSameRun(left: CaseLine, right: CaseLine): boolean {
  if (left.name !== right.name) return false;
  // Fuel that ends within a straight run is missed before a trap in it, or after.
  const both = [left.status, right.status].sort().join();
  if (both === 'fuel-exhausted,trapped') return true;
  if (both === 'fuel-exhausted,fuel-exhausted') return left.fuelUsed === right.fuelUsed;
  if (both === 'trapped,trapped') return isSameTrap(left.trap, right.trap);
  return isSameLine({ ...left, transformed: '' }, { ...right, transformed: '' });
}
