import type { Result } from './run-plays';
import type { Estimate } from './statistics';

/** What dishonest strategies are measured against. */
export type Baselines = { readonly provider: Estimate; readonly seat: Estimate };

export function baselinesOf(results: readonly Result[]): Baselines {
  const of = (name: string) => {
    const found = results.find(({ strategy }) => strategy.name === name);
    if (!found) throw new Error(`Nobody played ${name}`);
    return found.guarded;
  };
  return { provider: of('honest'), seat: of('honest-seat') };
}

/** Honest work: a mediator's is its seat, everybody else's a provider's run. */
export function baselineOf({ strategy }: Result, { provider, seat }: Baselines): Estimate {
  return strategy.who === 'mediator' ? seat : provider;
}

/**
 * What the results do not bear out, in words; empty = deterred. A dishonest strategy earns less than
 * honest work even at the upper end of its interval, and without its guard it earns more.
 */
export function complaintsOf(results: readonly Result[]): string[] {
  const baselines = baselinesOf(results);
  return results.flatMap((result) => {
    const { strategy, guarded, unguarded } = result;
    if (!strategy.guard) return [];
    const { meanProfit: honest } = baselineOf(result, baselines);
    const complaints: string[] = [];
    if (guarded.meanProfit + guarded.ci95 >= honest) {
      complaints.push(
        `${strategy.name} is not shown to earn less than honest work: ${textOf(guarded)} against ${honest}`,
      );
    }
    if (!unguarded || unguarded.meanProfit <= honest) {
      const found = unguarded ? textOf(unguarded) : 'not played';
      complaints.push(
        `${strategy.name} does not win without ${strategy.guard}: ${found} against ${honest}`,
      );
    }
    return complaints;
  });
}

function textOf({ meanProfit, ci95 }: Estimate): string {
  return `${meanProfit} ± ${ci95}`;
}
