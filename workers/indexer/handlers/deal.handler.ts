import type { Hex } from 'viem';
import { isDealEvent } from '../../../lib/chain/deal-event';
import { foldDeal } from '../../../lib/chain/deal-fold';
import { deleteDeal, findDealRecord, saveDealRecord } from '../../../lib/deals/deals.repo';
import type { Projection } from '../apply-step.service';
import { eventOfRow } from '../event-row';

/** Deals, from DealMatched to DealSettled: one row, the fold of the deal's events. */
export const dealProjection: Projection = {
  apply: async (tx, row) => {
    const event = eventOfRow(row);
    if (!isDealEvent(event)) throw new Error(`${event.name} is no event of a deal`);
    const record = await findDealRecord(tx, event.args.dealId);
    await saveDealRecord(tx, foldDeal(record, event));
  },
  remove: (tx, id) => deleteDeal(tx, id as Hex),
};
