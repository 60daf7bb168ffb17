import type { Dependence, ModuleLint } from '../../modules/certificate';
import type { Execution, OtherStart } from '../execution';

/** Nanoseconds: a day, and a time in 2027, as real clocks tell it. */
const CLOCKS = [86_400_000_000_000n, 1_800_000_000_000_000_000n] as const;
const SEEDS = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`] as const;
const NOT_ASKED = { runs: 0, outputs: false, fuel: false } as const;

type Ended = Pick<Execution, 'status' | 'exitCode' | 'fuelUsed' | 'outputs'>;

/**
 * Whether what a module's example comes to depends on where virtual time begins, or on which random
 * numbers it draws. A module that does not import them cannot depend on them, and is not run again.
 *
 * @param example as it ended in a job
 * @param run the example again, begun elsewhere
 * @throws whatever `run` throws
 */
export async function dependenceOf(
  { imports }: ModuleLint,
  example: Ended,
  run: (start: OtherStart) => Promise<Ended>,
): Promise<Dependence> {
  const on = async (asked: readonly string[], starts: readonly OtherStart[]) => {
    if (asked.length === 0) return NOT_ASKED;
    const found = { runs: 0, outputs: false, fuel: false };
    for (const start of starts) {
      const other = await run(start);
      found.runs++;
      if (!isSameResult(example, other)) found.outputs = true;
      if (other.fuelUsed !== example.fuelUsed) found.fuel = true;
    }
    return found;
  };
  return {
    clock: await on(
      imports.clock,
      CLOCKS.map((clock) => ({ clock })),
    ),
    random: await on(
      imports.random,
      SEEDS.map((seed) => ({ seed })),
    ),
  };
}

/** What a buyer gets; the memory that is left behind may differ. */
function isSameResult(one: Ended, other: Ended): boolean {
  return (
    one.status === other.status &&
    one.exitCode === other.exitCode &&
    one.outputs.length === other.outputs.length &&
    one.outputs.every(({ path, bytes }, index) => {
      const found = other.outputs[index]!;
      return found.path === path && isSame(bytes, found.bytes);
    })
  );
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
