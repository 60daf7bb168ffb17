import { causeNameOf, outcomeNameOf } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { plainAmount } from '../shared/amount.view';
import { writeCsv } from '../shared/csv.view';
import { formatInstant } from '../shared/time.view';
import { CAUSE_WORDS } from './deal-status.view';
import { lockOfSide } from './locked-money';

/** What a line is made of. */
type EarnedDeal = Pick<
  DealRecord,
  'dealId' | 'terms' | 'work' | 'post' | 'postedAt' | 'case' | 'outcome' | 'price' | 'settledAt'
> & {
  /** V, in token units. */
  readonly value: bigint;
  /** What its settlement left the provider with; null while it lives. */
  readonly providerNet: bigint | null;
};

const COLUMNS = [
  'matched (UTC)',
  'posted (UTC)',
  'settled (UTC)',
  'deal',
  'module',
  'outcome',
  'panel called by',
  'fuel used',
  'most it could cost',
  'price',
  'locked',
  'net',
  'unit',
];

/**
 * A provider's deals as CSV; amounts in whole tokens of `unit`, empty where there is none yet.
 *
 * @param part a later part of a file goes on without the line of names
 */
export function earnedDealsCsv(
  deals: readonly EarnedDeal[],
  unit: string,
  part: 'first' | 'later' = 'first',
): string {
  const rows = deals.map((deal) => [
    timeOf(deal.terms.matchedAt),
    timeOf(deal.postedAt),
    timeOf(deal.settledAt),
    deal.dealId,
    deal.work.moduleId,
    deal.outcome === undefined ? 'live' : outcomeNameOf(deal.outcome),
    deal.case === undefined ? '' : (CAUSE_WORDS[deal.case.cause] ?? causeNameOf(deal.case.cause)),
    deal.post?.fuelUsed.toString() ?? '',
    plainAmount(deal.value),
    deal.price === undefined ? '' : plainAmount(deal.price),
    plainAmount(lockOfSide(deal, 'provider')),
    deal.providerNet === null ? '' : plainAmount(deal.providerNet),
    unit,
  ]);
  return writeCsv(part === 'first' ? [COLUMNS, ...rows] : rows);
}

function timeOf(at: number | undefined): string {
  return at === undefined ? '' : formatInstant(at).replace(' UTC', '');
}
