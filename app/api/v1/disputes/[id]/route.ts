import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { findDispute } from '@/lib/disputes/disputes.query';
import { bytes32Field } from '@/lib/shared/json-fields';

/** One deal that went before a panel, with its court. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const dispute = await findDispute(webDatabase(), bytes32Field.parse(id));
  if (!dispute) {
    const message = `No deal ${id} went before a panel.`;
    throw new ApiProblem(404, 'unknown-dispute', message, `See /api/v1/deals/${id}.`);
  }
  return dispute;
});
