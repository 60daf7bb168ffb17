import { z } from 'zod';
import { limitDownloads } from '@/app/api/_http/limit-posts';
import { readQuery, route } from '@/app/api/_http/route';
import { readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { type DealCursor, listDeals } from '@/lib/deals/deals.query';
import { earnedDealsCsv } from '@/lib/deals/earned-deals.view';
import { addressField } from '@/lib/shared/json-fields';

/** Read at a time: a file of any length is never in memory whole. */
const PAGE_ROWS = 1_000;

const querySchema = z.strictObject({ agent: addressField.optional() });

/** All deals of a provider, or of one of its machines, as a CSV file, newest first. */
export const GET = route<{ address: string }>(async (request, params) => {
  const provider = addressField.parse(params.address);
  const { agent } = readQuery(request, querySchema);
  await limitDownloads(request);
  const page = (after?: DealCursor) =>
    listDeals(webDatabase(), { provider, agent }, { limit: PAGE_ROWS, after });
  const [{ tokenSymbol }, first] = await Promise.all([readDeployment(), page()]);
  async function* parts() {
    yield earnedDealsCsv(first.items, tokenSymbol);
    for (let after = first.next; after !== null; ) {
      const { items, next } = await page(after);
      yield earnedDealsCsv(items, tokenSymbol, 'later');
      after = next;
    }
  }
  return new Response(streamOf(parts()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="deals-${agent ?? provider}.csv"`,
      'cache-control': 'no-store',
    },
  });
});

/** Text as it is asked for; who stops reading stops the rest from being made. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await parts.return(undefined);
    },
  });
}
