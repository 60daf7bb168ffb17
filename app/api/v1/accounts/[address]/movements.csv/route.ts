import { limitDownloads } from '@/app/api/_http/limit-posts';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { listMovements } from '@/lib/deals/money-movements.query';
import { movementsCsv } from '@/lib/deals/money-movements.view';
import { addressField } from '@/lib/shared/json-fields';

/** More than anybody's hand has moved; a program pages through /movements. */
const MOST_ROWS = 50_000;

/** All money movements of an account as a CSV file, newest first. */
export const GET = route<{ address: string }>(async (request, params) => {
  const address = addressField.parse(params.address);
  await limitDownloads(request);
  const [{ tokenSymbol }, { items, next }] = await Promise.all([
    readDeployment(),
    listMovements(webDatabase(), address, { limit: MOST_ROWS }),
  ]);
  if (next) {
    const hint = 'Page through GET /api/v1/accounts/{address}/movements?after=… instead.';
    throw new ApiProblem(413, 'too-many', `There are more than ${MOST_ROWS} movements.`, hint);
  }
  return new Response(movementsCsv(items, tokenSymbol), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="money-${address}.csv"`,
      'cache-control': 'no-store',
    },
  });
});
