import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.server';
import { allHold, constraintsOf } from './fit-constraints.query';
import type { OfferNeeds } from './offer-needs';
import { EVERYTHING } from './offer-query';
import { openAt, reading, type SearchFacts, searched } from './search-columns.query';

/**
 * The execution window that a run gets when nobody chooses one, in seconds: executionWindowFor of
 * lib/offers/execution-window.ts over all offers.
 *
 * @param usual what buyers get without asking; @param most the market's limit
 */
export async function usualWindow(
  db: Db,
  facts: SearchFacts,
  needs: Omit<OfferNeeds, 'executionWindow'>,
  { usual, most }: { readonly usual: number; readonly most: number },
): Promise<number> {
  const asked = { ...facts, needs: { ...needs, executionWindow: most } };
  const constraints = constraintsOf(asked, EVERYTHING);
  const run = constraints.find(({ key }) => key === 'window')?.offered?.value;
  const { rows } = await reading(db, (tx) =>
    tx.execute<{ median: number | null }>(sql`
      select percentile_disc(0.5) within group (order by fastest) as median from (
        select min(${run}) as fastest from ${searched(asked)}
        where ${openAt(facts.now)} and ${allHold(constraints)}
        group by f.provider
      ) providers
    `),
  );
  return Math.max(usual, rows[0]?.median ?? usual);
}
