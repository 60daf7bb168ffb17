import {
  limitMachineRequests,
  machinePorts,
  machineRefusalAsProblem,
} from '@/app/api/_http/machines';
import { readBody, route } from '@/app/api/_http/route';
import { pulseSubmissionSchema } from '@/lib/providers/machine-api';
import { takePulse } from '@/lib/providers/take-pulse.service';
import { addressField } from '@/lib/shared/json-fields';

/** An agent's pulse: {pulse, signature} -> {order, minimumVersion, isShared, now}. */
export const POST = route<{ agent: string }>(async (request, { agent }) => {
  const key = addressField.parse(agent);
  const signed = await readBody(request, pulseSubmissionSchema);
  await limitMachineRequests(request, 'pulse');
  return machineRefusalAsProblem(takePulse(await machinePorts(), key, signed));
});
