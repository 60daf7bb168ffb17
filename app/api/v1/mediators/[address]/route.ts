import { z } from 'zod';
import { dealCursorField, dealCursorText, limitField } from '@/app/api/_http/paging';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listSeats } from '@/lib/mediation/mediator-seats.query';
import { findMediators } from '@/lib/mediation/mediators.query';
import { addressField } from '@/lib/shared/json-fields';

const schema = z.strictObject({ after: dealCursorField.optional(), limit: limitField });

/** A mediator's record, and its seats a page at a time, newest first: {record, items, next}. */
export const GET = route<{ address: string }>(async (request, params) => {
  const address = addressField.parse(params.address);
  const page = readQuery(request, schema);
  const db = webDatabase();
  const [[record], { items, next }] = await Promise.all([
    findMediators(db, [address]),
    listSeats(db, address, page),
  ]);
  return { record, items, next: dealCursorText(next) };
});
