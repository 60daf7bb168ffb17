import { randomBytes } from 'node:crypto';
import { limitMachineRequests, serverNow } from '@/app/api/_http/machines';
import { json } from '@/app/api/_http/respond';
import { readBody, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { newPairingSchema } from '@/lib/providers/machine-api';
import { createPairing } from '@/lib/providers/pair-machine.service';

/** Makes a one-time code for a machine of this provider: {provider} -> {code, expiresAt}. */
export const POST = route(async (request) => {
  const { provider } = await readBody(request, newPairingSchema);
  await limitMachineRequests(request, 'pair');
  const ports = { db: webDatabase(), now: serverNow() };
  return json(await createPairing(ports, provider, randomBytes(8)), 201);
});
