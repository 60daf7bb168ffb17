import { MAX_OUTPUT_MIB } from '@/lib/content/content-limits';
import { greatest, least } from '@/lib/shared/integer';
import type { RunModule } from './run-wizard';

/** What a job may take and probably does. */
export type RunNeeds = Pick<RunModule, 'resources' | 'fuelLimit' | 'expectedFuel'>;

/**
 * What a map job needs: fuel and storage of each run, times the runs, but no more than the court
 * re-executes and a result can hold, nor less than one run gets. Memory is each run's own.
 *
 * @param mostFuel the court's
 * @returns the needs, and whether the runs together probably come to more than the bounded limit
 */
export function needsOfRuns(
  one: RunNeeds,
  count: number,
  mostFuel: bigint | undefined,
): RunNeeds & { readonly isTight: boolean } {
  const runs = BigInt(count);
  const all = one.fuelLimit * runs;
  const fuelLimit = mostFuel === undefined ? all : greatest(one.fuelLimit, least(all, mostFuel));
  const likely = one.expectedFuel * runs;
  const { storageMiB } = one.resources;
  const storage = Math.max(storageMiB, Math.min(storageMiB * count, MAX_OUTPUT_MIB));
  return {
    resources: { ...one.resources, storageMiB: storage },
    fuelLimit,
    expectedFuel: least(likely, fuelLimit),
    isTight: likely > fuelLimit,
  };
}
