import type { Db } from '@/lib/db/database.server';
import type { NeedFigures } from '@/lib/offers/search/misfit-words.view';
import { choiceIndexOf } from '@/lib/offers/search/offer-query';
import {
  countOffers,
  type OfferCounts,
  type OfferSummary,
  summariseOffers,
} from '@/lib/offers/search/offer-summary.query';
import { recentAnswers } from '@/lib/shared/recent-answers';
import type { OfferAddress, OfferScope, RunScope } from './offer-search';

export type OfferFacets = OfferSummary & {
  readonly counts: OfferCounts;
  /** The run that is asked for; null without a module. */
  readonly run: {
    readonly fuel: bigint;
    readonly isMedianFuel: boolean;
    readonly needs: NeedFigures;
  } | null;
};

/** From so many open offers on, figures of a search serve everybody who asks for them in a while. */
const MANY_OFFERS = 5_000;
const SERVES_MS = 5_000;
const MOST_SEARCHES = 50;

const recent = recentAnswers<OfferFacets>(
  MOST_SEARCHES,
  ({ open }) => (open < MANY_OFFERS ? 0 : SERVES_MS),
  Date.now,
);

/** What the facets of a search show; of a market with many offers, up to five seconds old. */
export function readOfferFacets(
  db: Db,
  { module = '', need = '', q = '' }: OfferAddress,
  scope: OfferScope,
): Promise<OfferFacets> {
  return recent.get(JSON.stringify([module, need, q]), () => countFacets(db, scope));
}

async function countFacets(
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
