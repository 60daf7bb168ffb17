import type { Db } from '@/lib/db/database.server';
import { choiceOf } from '@/lib/offers/offer-choice';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import type { ConstraintKey } from '@/lib/offers/search/constraint';
import { type NeedChanges, parseNeedChanges } from '@/lib/offers/search/need-changes';
import { searchOffers } from '@/lib/offers/search/search-offers.query';
import { type OfferAddress, readOfferScope } from './offer-search';

/** How many offers a run's buyer chooses among: the cheapest of those that could run it. */
const CHOICES = 100;

/**
 * The cheapest offers that can run a module, as they were signed. What the page works out itself
 * while it is left to it, the penalty rate and the time for the run, is not asked of them.
 *
 * @throws {OfferAddressError}
 */
export async function readOfferChoices(
  db: Db,
  address: OfferAddress,
  now: number,
): Promise<OfferChoice[]> {
  const { facts, constraints } = await readOfferScope(db, address, now);
  const open = openKeysOf(parseNeedChanges(address.need ?? ''), address.trust?.isAny ?? false);
  const { items: lines } = await searchOffers(db, {
    ...facts,
    constraints: constraints.filter(({ key }) => !open.includes(key)),
    sort: { field: 'price', isDescending: false },
    limit: CHOICES,
  });
  const hashes = lines.map(({ hash }) => hash);
  if (hashes.length === 0) return [];
  const { items } = await listResourceOffers(db, { hashes }, now, { limit: CHOICES });
  return items.map(choiceOf);
}

function openKeysOf(
  { theta, executionWindow }: NeedChanges,
  isAnyTrust: boolean,
): readonly ConstraintKey[] {
  return [
    ...(isAnyTrust ? (['court', 'directory'] as const) : []),
    ...(theta === undefined ? (['theta.high', 'theta.low'] as const) : []),
    ...(executionWindow === undefined ? (['window'] as const) : []),
  ];
}
