import type { StoredEvent } from '../../lib/chain/chain-history.repo';
import { outcomeNameOf } from '../../lib/chain/deal-facts';
import type { Db } from '../../lib/db/database.server';
import { findDealRecord } from '../../lib/deals/deals.repo';
import type { JobTracer } from '../../lib/telemetry/tracer.server';

/** A settlement that was read long after it happened, by a new mirror, is history and no trace. */
const FRESH_SECONDS = 600;

/** Ends the traces of the jobs whose deals these events settled: from the post, or the match, on. */
export async function traceSettlements(
  db: Db,
  tracer: JobTracer,
  events: readonly StoredEvent[],
): Promise<void> {
  for (const { name, subjectId } of events) {
    if (name !== 'DealSettled') continue;
    const deal = await findDealRecord(db, subjectId as `0x${string}`);
    if (deal?.settledAt === undefined || deal.outcome === undefined) continue;
    if (Date.now() / 1_000 - deal.settledAt > FRESH_SECONDS) continue;
    const fields = { deal: deal.dealId, outcome: outcomeNameOf(deal.outcome) };
    const from = deal.postedAt ?? deal.terms.matchedAt;
    tracer.mark(deal.jobOfferHash, 'settlement', fields, from, deal.settledAt);
  }
}
