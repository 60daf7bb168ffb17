import { z } from 'zod';
import { limitOutlooks } from '@/app/api/_http/limit-posts';
import { chainNow, offerPorts } from '@/app/api/_http/market';
import { ApiProblem } from '@/app/api/_http/respond';
import { readQuery, route } from '@/app/api/_http/route';
import { readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { ENGINES_BY_KIND } from '@/lib/execution/engine-id';
import { findJobOffer } from '@/lib/offers/job-offers.query';
import { bytes32Field } from '@/lib/shared/json-fields';
import { explainJobOffer } from '@/lib/solver/explain-job-offer.service';

const querySchema = z.object({
  /** Also why nobody matches it. Looks through all offers and asks the chain for balances: rarely. */
  outlook: z.stringbool().default(false),
});

/**
 * What became of a job offer: its state and its deals so far. With `?outlook=1`, while it is open,
 * how many offers fit it, what keeps the others from it, and what change would let some in.
 */
export const GET = route<{ hash: string }>(async (request, params) => {
  const hash = bytes32Field.parse(params.hash);
  const { outlook } = readQuery(request, querySchema);
  const now = await chainNow();
  const item = await findJobOffer(webDatabase(), hash, now);
  if (!item) throw new ApiProblem(404, 'unknown-offer', `No job offer ${hash} is known here.`);
  if (!outlook || item.state.kind !== 'open') return { ...item, outlook: null };
  await limitOutlooks(request);
  const [ports, { limits, token, tokenSymbol }] = await Promise.all([
    offerPorts(),
    readDeployment(),
  ]);
  const config = { ...limits, token };
  const facts = { config, engines: ENGINES_BY_KIND, now, symbol: tokenSymbol };
  return { ...item, outlook: await explainJobOffer(ports, item, facts) };
});
