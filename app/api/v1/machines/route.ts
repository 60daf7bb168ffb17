import { z } from 'zod';
import { serverNow } from '@/app/api/_http/machines';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listMachines } from '@/lib/providers/machines.query';
import { addressField } from '@/lib/shared/json-fields';

const querySchema = z.strictObject({ provider: addressField });

/** Machines that say they are this provider's, those that its offers name first: {items}. */
export const GET = route(async (request) => {
  const { provider } = readQuery(request, querySchema);
  return { items: await listMachines(webDatabase(), provider, serverNow()) };
});
