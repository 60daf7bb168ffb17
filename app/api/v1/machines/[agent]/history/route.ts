import { z } from 'zod';
import { knownMachine, serverNow } from '@/app/api/_http/machines';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { HISTORY_RANGES } from '@/lib/providers/machine-api';
import { readMachineHistory } from '@/lib/providers/machine-history.query';
import { addressField } from '@/lib/shared/json-fields';

const querySchema = z.strictObject({ range: z.enum(HISTORY_RANGES).default('24h') });

/** How busy a machine was: {range, step, items}. */
export const GET = route<{ agent: string }>(async (request, { agent }) => {
  const key = addressField.parse(agent);
  const { range } = readQuery(request, querySchema);
  return knownMachine(key, await readMachineHistory(webDatabase(), key, range, serverNow()));
});
