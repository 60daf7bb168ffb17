import type { Hex } from 'viem';
import { deleteCourt, insertCourt, markJoined, markLeft } from '../../../lib/offers/courts.repo';
import type { EngineClass } from '../../../lib/offers/offer-types';
import type { Projection } from '../apply-step.service';
import { marketEventOf } from '../decode-log';

/** Courts and who serves in them: CourtFounded, CourtJoined, CourtLeft. */
export const courtProjection: Projection = {
  apply: async (tx, row) => {
    const { eventName, args } = marketEventOf(row);
    switch (eventName) {
      case 'CourtFounded': {
        const { court: id, directories, terms, members } = args;
        const engines = args.engines as readonly EngineClass[];
        const foundedAt = row.blockTimestamp;
        return insertCourt(tx, { id, engines, directories, terms, foundedAt }, members);
      }
      case 'CourtJoined':
        return markJoined(tx, args.court, args.member, row.blockTimestamp);
      case 'CourtLeft':
        return markLeft(tx, args.court, args.member, row.blockTimestamp);
      default:
        throw new Error(`${eventName} is no event of a court`);
    }
  },
  remove: (tx, id) => deleteCourt(tx, id as Hex),
};
