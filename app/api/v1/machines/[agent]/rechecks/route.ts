import {
  limitMachineRequests,
  machinePorts,
  machineRefusalAsProblem,
} from '@/app/api/_http/machines';
import { json } from '@/app/api/_http/respond';
import { readBody, route } from '@/app/api/_http/route';
import { recheckSubmissionSchema } from '@/lib/providers/machine-api';
import { takeRecheck } from '@/lib/providers/take-recheck.service';
import { addressField } from '@/lib/shared/json-fields';

/** A provider's order to look at its machine anew: {recheck, signature} -> {isNew}. */
export const POST = route<{ agent: string }>(async (request, { agent }) => {
  const key = addressField.parse(agent);
  const signed = await readBody(request, recheckSubmissionSchema);
  await limitMachineRequests(request, 'recheck');
  const taken = await machineRefusalAsProblem(takeRecheck(await machinePorts(), key, signed));
  return json(taken, taken.isNew ? 201 : 200);
});
