import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readCourtRecord } from '@/lib/mediation/court-record.query';
import { findMediators } from '@/lib/mediation/mediators.query';
import { findCourt } from '@/lib/offers/courts.query';
import { bytes32Field } from '@/lib/shared/json-fields';

/** A court with what it judged and the records of its members: {court, record, mediators}. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const db = webDatabase();
  const court = await findCourt(db, bytes32Field.parse(id));
  if (!court) {
    const hint = 'Courts appear when their founding is mined. GET /api/v1/courts lists them.';
    throw new ApiProblem(404, 'unknown-court', `There is no court ${id}.`, hint);
  }
  const [record, mediators] = await Promise.all([
    readCourtRecord(db, court.id),
    findMediators(db, court.members),
  ]);
  return { court, record, mediators };
});
