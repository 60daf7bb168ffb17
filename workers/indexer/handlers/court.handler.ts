import type { Hex } from 'viem';
import { deleteCourt, insertCourt, markJoined, markLeft } from '../../../lib/offers/courts.repo';
import type { Projection } from '../apply-step.service';
import { eventOfRow } from '../event-row';

/** Courts and who serves in them: CourtFounded, CourtJoined, CourtLeft. */
export const courtProjection: Projection = {
  apply: async (tx, row) => {
    const { name, args } = eventOfRow(row);
    switch (name) {
      case 'CourtFounded': {
        const { court: id, engines, directories, terms, members } = args;
        const foundedAt = row.blockTimestamp;
        return insertCourt(tx, { id, engines, directories, terms, foundedAt }, members);
      }
      case 'CourtJoined':
        return markJoined(tx, args.court, args.member, row.blockTimestamp);
      case 'CourtLeft':
        return markLeft(tx, args.court, args.member, row.blockTimestamp);
      default:
        throw new Error(`${name} is no event of a court`);
    }
  },
  remove: (tx, id) => deleteCourt(tx, id as Hex),
};
