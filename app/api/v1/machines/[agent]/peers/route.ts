import { knownMachine, serverNow } from '@/app/api/_http/machines';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readMachinePeers } from '@/lib/providers/machine-peers.query';
import { addressField } from '@/lib/shared/json-fields';

/** A machine's benchmark among those of machines that are on: {figures}. */
export const GET = route<{ agent: string }>(async (_request, { agent }) => {
  const key = addressField.parse(agent);
  return knownMachine(key, await readMachinePeers(webDatabase(), key, serverNow()));
});
