import {
  limitMachineRequests,
  machinePorts,
  machineRefusalAsProblem,
} from '@/app/api/_http/machines';
import { json } from '@/app/api/_http/respond';
import { readBody, route } from '@/app/api/_http/route';
import { pairingClaimSchema } from '@/lib/providers/machine-api';
import { claimPairing } from '@/lib/providers/pair-machine.service';

/** An agent claims a code with its first report: {code, report, signature} -> {provider}. */
export const POST = route(async (request) => {
  const { code, ...signed } = await readBody(request, pairingClaimSchema);
  await limitMachineRequests(request, 'claim');
  return json(await machineRefusalAsProblem(claimPairing(await machinePorts(), code, signed)), 201);
});
