import { readPairingState } from '@/app/_data/pairing';
import { limitMachineRequests, machineRefusalAsProblem, serverNow } from '@/app/api/_http/machines';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';

/** What became of a code: {state, provider, expiresAt, agent, report}. */
export const GET = route<{ code: string }>(async (request, { code }) => {
  await limitMachineRequests(request, 'code');
  return machineRefusalAsProblem(readPairingState(webDatabase(), code, serverNow()));
});
