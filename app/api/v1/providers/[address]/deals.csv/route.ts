import { z } from 'zod';
import { limitDownloads } from '@/app/api/_http/limit-posts';
import { ApiProblem } from '@/app/api/_http/respond';
import { readQuery, route } from '@/app/api/_http/route';
import { readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { listDeals } from '@/lib/deals/deals.query';
import { earnedDealsCsv } from '@/lib/deals/earned-deals.view';
import { addressField } from '@/lib/shared/json-fields';

/** More than anybody's hand has served; a program pages through /deals. */
const MOST_ROWS = 20_000;

const querySchema = z.strictObject({ agent: addressField.optional() });

/** All deals of a provider, or of one of its machines, as a CSV file, newest first. */
export const GET = route<{ address: string }>(async (request, params) => {
  const provider = addressField.parse(params.address);
  const { agent } = readQuery(request, querySchema);
  await limitDownloads(request);
  const [{ tokenSymbol }, { items, next }] = await Promise.all([
    readDeployment(),
    listDeals(webDatabase(), { provider, agent }, { limit: MOST_ROWS }),
  ]);
  if (next) {
    const hint = 'Page through GET /api/v1/deals?provider=…&after=… instead.';
    throw new ApiProblem(413, 'too-many', `There are more than ${MOST_ROWS} deals.`, hint);
  }
  return new Response(earnedDealsCsv(items, tokenSymbol), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="deals-${agent ?? provider}.csv"`,
      'cache-control': 'no-store',
    },
  });
});
