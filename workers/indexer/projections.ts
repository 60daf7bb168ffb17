import type { Projections } from './apply-step.service';
import { courtProjection } from './handlers/court.handler';
import { dealProjection } from './handlers/deal.handler';
import { nonceProjection } from './handlers/nonce.handler';

/** What the indexer keeps up to date. Events of accounts and of the market as such are only kept. */
export const projections: Projections = {
  deal: dealProjection,
  court: courtProjection,
  nonce: nonceProjection,
};
