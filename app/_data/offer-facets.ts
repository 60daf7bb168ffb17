import type { Db } from '@/lib/db/database.server';
import type { NeedFigures } from '@/lib/offers/search/misfit-words.view';
import { choiceIndexOf } from '@/lib/offers/search/offer-query';
import {
  countOffers,
  type OfferCounts,
  type OfferSummary,
  summariseOffers,
} from '@/lib/offers/search/offer-summary.query';
import type { OfferScope, RunScope } from './offer-search';

export type OfferFacets = OfferSummary & {
  readonly counts: OfferCounts;
  /** The run that is asked for; null without a module. */
  readonly run: {
    readonly fuel: bigint;
    readonly isMedianFuel: boolean;
    readonly needs: NeedFigures;
  } | null;
};

/** What the facets of a search show. */
export async function readOfferFacets(
  db: Db,
  { facts, constraints, query, run }: OfferScope,
): Promise<OfferFacets> {
  const [summary, counts] = await Promise.all([
    summariseOffers(db, facts, constraints),
    countOffers(db, facts, constraints, (field) => {
      const key = `query:${choiceIndexOf(query, field)}`;
      return constraints.find((constraint) => constraint.key === key);
    }),
  ]);
  return { ...summary, counts, run: run ? runFigures(run, facts.fuel) : null };
}

function runFigures({ needs, isMedianFuel }: RunScope, fuel: bigint) {
  const { resources, executionWindow, reviewWindow, theta, n } = needs;
  return { fuel, isMedianFuel, needs: { ...resources, executionWindow, reviewWindow, theta, n } };
}
