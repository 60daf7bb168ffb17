import pLimit from 'p-limit';
import { buyerStrategies } from './buyer-strategies';
import { courtStrategies, honestSeat } from './court-strategies';
import type { GuardName } from './guards';
import { openTable } from './open-table';
import type { Options } from './options';
import { providerStrategies } from './provider-strategies';
import { randomFrom } from './random';
import { type Estimate, estimate } from './statistics';
import type { Outcome, Strategy } from './strategy';
import { buildWithout } from './unguarded-build';

/** What one strategy earned, in pi a deal (a seat, for mediators). */
export type Result = {
  readonly strategy: Strategy;
  readonly guarded: Played;
  /** In a build without the strategy's guard. */
  readonly unguarded: Played | undefined;
};

export type Played = Estimate & { readonly refused: Readonly<Record<string, number>> };

const strategies: readonly Strategy[] = [
  ...providerStrategies,
  honestSeat,
  ...courtStrategies,
  ...buyerStrategies,
];

/** One plays while another's contracts are compiled or its chain is busy. */
const AT_ONCE = 2;

/** Plays every strategy against the market, and again without its guard. Each has a chain of its own. */
export async function runPlays(
  options: Options,
  root: string,
  tell: (line: string) => void,
): Promise<Result[]> {
  const limit = pLimit(AT_ONCE);
  const builds = new Map<GuardName, ReturnType<typeof buildWithout>>();
  const buildOnce = (guard: GuardName) => {
    const build = builds.get(guard) ?? buildWithout(guard, root);
    builds.set(guard, build);
    return build;
  };
  const playOne = (strategy: Strategy, without?: GuardName) =>
    limit(async () => {
      const artifacts = without ? (await buildOnce(without)).artifacts : `${root}/contracts/out`;
      const began = Date.now();
      const played = await playAt(artifacts, strategy, options, without);
      const seconds = ((Date.now() - began) / 1_000).toFixed(1);
      const { meanProfit, ci95, samples } = played;
      const title = `${strategy.name}${without ? ` without ${without}` : ''}`;
      tell(
        `${title.padEnd(56)} ${meanProfit.toFixed(3)} ± ${ci95.toFixed(3)}  (${samples}, ${seconds} s)`,
      );
      return played;
    });
  try {
    return await Promise.all(
      strategies.map(async (strategy) => {
        const { guard } = strategy;
        const [guarded, unguarded] = await Promise.all([
          playOne(strategy),
          guard && playOne(strategy, guard),
        ]);
        return { strategy, guarded, unguarded };
      }),
    );
  } finally {
    limit.clearQueue();
    for (const build of await Promise.allSettled(builds.values())) {
      if (build.status === 'fulfilled') build.value.remove();
    }
  }
}

async function playAt(
  artifacts: string,
  strategy: Strategy,
  options: Options,
  without: GuardName | undefined,
): Promise<Played> {
  const table = await openTable(artifacts, without);
  try {
    const random = randomFrom(`${options.seed} ${strategy.name}`);
    const { profits, refused }: Outcome = await strategy.play({ table, options, random });
    return { ...estimate(profits), refused: Object.fromEntries(refused) };
  } catch (cause) {
    const where = without ? ` without ${without}` : '';
    throw new Error(`${strategy.name}${where} could not be played`, { cause });
  } finally {
    await table.close();
  }
}
