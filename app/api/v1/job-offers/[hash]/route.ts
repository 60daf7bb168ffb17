import { offerPorts } from '@/app/api/_http/market';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { readDeployment } from '@/lib/chain/market-access.server';
import { findJobOffer } from '@/lib/offers/job-offers.query';
import { bytes32Field } from '@/lib/shared/json-fields';
import { explainJobOffer } from '@/lib/solver/explain-job-offer.service';

/**
 * What became of a job offer: its state and its deals so far. While it is open also `outlook`: how
 * many offers fit it, and what keeps the others from it.
 */
export const GET = route<{ hash: string }>(async (_request, { hash }) => {
  const ports = await offerPorts();
  const now = await ports.reader.now();
  const item = await findJobOffer(ports.db, bytes32Field.parse(hash), now);
  if (!item) throw new ApiProblem(404, 'unknown-offer', `No job offer ${hash} is known here.`);
  if (item.state.kind !== 'open') return { ...item, outlook: null };
  const { limits, token } = await readDeployment();
  return { ...item, outlook: await explainJobOffer(ports, item, { ...limits, token }, now) };
});
