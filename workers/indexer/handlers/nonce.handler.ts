import type { Hex } from 'viem';
import { deleteCancellations, insertCancellation } from '../../../lib/offers/cancellations.repo';
import type { Projection } from '../apply-step.service';
import { eventOfRow } from '../event-row';

/** Offers cancelled by their owner: JobCancelled, ResourceCancelled, NoncesCancelled. */
export const nonceProjection: Projection = {
  apply: async (tx, row) => {
    const { name, args } = eventOfRow(row);
    switch (name) {
      case 'JobCancelled':
        return insertCancellation(tx, { account: args.buyer, kind: 'job', nonce: args.nonce });
      case 'ResourceCancelled': {
        const { provider: account, nonce } = args;
        return insertCancellation(tx, { account, kind: 'resource', nonce });
      }
      case 'NoncesCancelled':
        return insertCancellation(tx, { account: args.account, kind: 'below', nonce: args.below });
      default:
        throw new Error(`${name} cancels nothing`);
    }
  },
  remove: (tx, account) => deleteCancellations(tx, account as Hex),
};
