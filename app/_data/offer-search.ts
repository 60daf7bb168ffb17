import type { Address, Hex } from 'viem';
import { STANDARD_THETA } from '@/components/run/protection-dial';
import type { Db } from '@/lib/db/database.server';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { ENGINES_BY_KIND, engineIdOf } from '@/lib/execution/engine-id';
import { mappedFieldOf } from '@/lib/modules/job-inputs';
import { medianFuel } from '@/lib/modules/module-fuel.query';
import { findCourt } from '@/lib/offers/courts.query';
import { usualCourt, usualVerification } from '@/lib/offers/module-class';
import { VERIFICATION, type Verification } from '@/lib/offers/offer-types';
import { deterringRate, thetaOfRate } from '@/lib/offers/probed-protection';
import { type Constraint, constraintsOf } from '@/lib/offers/search/fit-constraints.query';
import { type NeedChanges, parseNeedChanges, withChanges } from '@/lib/offers/search/need-changes';
import type { OfferNeeds } from '@/lib/offers/search/offer-needs';
import type { OfferQuery } from '@/lib/offers/search/offer-query';
import { type OfferSort, readSort } from '@/lib/offers/search/offer-sort';
import { parseOfferQuery, type QueryProblem } from '@/lib/offers/search/parse-offer-query';
import type { SearchFacts } from '@/lib/offers/search/search-columns.query';
import { usualWindow } from '@/lib/offers/search/usual-window.query';
import { least } from '@/lib/shared/integer';
import { findListedModule, type ListedModule } from './listed-modules';

/** What the address of the page Offers, and of its API, says. */
export type OfferAddress = {
  /** Id or name of the module to run. */
  readonly module?: string | undefined;
  /** Changes of its needs: "theta:20,memoryMiB:256". */
  readonly need?: string | undefined;
  readonly q?: string | undefined;
  /** "price", or "-uptime" for falling. */
  readonly sort?: string | undefined;
  /** Whom the run's buyer trusts, where that is not what the market offers first. */
  readonly trust?: OfferTrust | undefined;
};

/** What of a run is chosen besides its needs. */
type OfferTrust = {
  readonly court?: Hex | undefined;
  readonly directories?: readonly Address[] | undefined;
  readonly verification?: Verification | undefined;
  /** Offers are chosen among, whatever court and directories they accept. */
  readonly isAny?: boolean | undefined;
};

/** Estimates are of a run with this much fuel where no module is chosen. */
export const REFERENCE_FUEL = 10_000_000_000n;

/** A search that can be run. */
export type OfferScope = {
  readonly facts: SearchFacts;
  readonly query: OfferQuery;
  readonly constraints: readonly Constraint[];
  readonly sort: OfferSort;
  readonly run: RunScope | undefined;
};

/** The run that offers are looked for. */
export type RunScope = {
  readonly moduleId: `0x${string}`;
  readonly needs: OfferNeeds;
  /** Median of earlier runs; the limit where there were none. */
  readonly isMedianFuel: boolean;
};

/** The address asks for something that is not there or cannot be read. */
export class OfferAddressError extends Error {
  readonly problem: QueryProblem | undefined;
  constructor(message: string, problem?: QueryProblem) {
    super(message);
    this.name = 'OfferAddressError';
    this.problem = problem;
  }
}

/** Works out what an address asks for at `now` (seconds). @throws {OfferAddressError} */
export async function readOfferScope(
  db: Db,
  address: OfferAddress,
  now: number,
): Promise<OfferScope> {
  const parsed = parseOfferQuery(address.q ?? '');
  if (!parsed.ok) throw new OfferAddressError(parsed.problem.message, parsed.problem);
  const sort = readSort(address.sort);
  const { query } = parsed;
  if (!address.module) {
    const facts = { now, fuel: REFERENCE_FUEL, engines: ENGINES_BY_KIND };
    return {
      facts,
      query,
      sort,
      run: undefined,
      constraints: constraintsOf(facts, query),
    };
  }
  const module = await findListedModule(address.module);
  if (!module)
    throw new OfferAddressError(`There is no module ${address.module.slice(0, 80)} here.`);
  const fuelLimit = BigInt(module.manifest.fuelLimit);
  // A job of many runs says little of one.
  const takesLists = mappedFieldOf(module.manifest.inputs) !== undefined;
  const median = await medianFuel(db, module.id, takesLists ? fuelLimit : undefined);
  const fuel = median === null ? fuelLimit : least(median, fuelLimit);
  const facts = { now, fuel, engines: ENGINES_BY_KIND };
  const needs = await needsOf(
    db,
    module,
    facts,
    parseNeedChanges(address.need ?? ''),
    address.trust,
  );
  const run = { moduleId: module.id, needs, isMedianFuel: median !== null };
  const forRun = { ...facts, needs };
  return { facts: forRun, query, sort, run, constraints: constraintsOf(forRun, query) };
}

const THETAS = {
  [VERIFICATION.A]: STANDARD_THETA,
  [VERIFICATION.B]: thetaOfRate(deterringRate(1), 1),
  [VERIFICATION.none]: 1,
} as const;

/** What the Run page would ask for with its defaults, and with the changes. */
async function needsOf(
  db: Db,
  { id, manifest }: ListedModule,
  facts: SearchFacts,
  changes: NeedChanges,
  trust: OfferTrust = {},
): Promise<OfferNeeds> {
  const { deployment, windows } = await readPublicConfig();
  const engine = engineIdOf(manifest.engine);
  const own = { class: manifest.class, engine };
  const known = deployment?.courts ?? [];
  const court = trust.court ? await findCourt(db, trust.court) : usualCourt(own, known);
  const verification = trust.verification ?? usualVerification(own, court);
  const needs = withChanges(
    {
      moduleId: id,
      engine,
      resources: manifest.resources,
      fuelLimit: BigInt(manifest.fuelLimit),
      verification,
      court: court?.id,
      leastSeatFee: court?.terms.minSeatFee ?? 0n,
      directories: trust.directories ?? deployment?.directories.map(({ address }) => address) ?? [],
      n: verification === VERIFICATION.none ? 0 : 1,
      theta: THETAS[verification],
      reviewWindow: windows.review,
    },
    changes,
  );
  const limits = {
    usual: windows.execution,
    most: deployment?.limits.maxExecutionWindow ?? windows.execution,
  };
  const executionWindow = changes.executionWindow ?? (await usualWindow(db, facts, needs, limits));
  return { ...needs, executionWindow };
}
