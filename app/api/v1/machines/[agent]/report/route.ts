import {
  limitMachineRequests,
  machinePorts,
  machineRefusalAsProblem,
} from '@/app/api/_http/machines';
import { json } from '@/app/api/_http/respond';
import { readBody, route } from '@/app/api/_http/route';
import { reportSubmissionSchema } from '@/lib/providers/machine-api';
import { takeReport } from '@/lib/providers/take-report.service';
import { addressField } from '@/lib/shared/json-fields';

/** An agent's report takes the place of its last one: {report, signature} -> {isNew}. */
export const POST = route<{ agent: string }>(async (request, { agent }) => {
  const key = addressField.parse(agent);
  const signed = await readBody(request, reportSubmissionSchema);
  await limitMachineRequests(request, 'report');
  const taken = await machineRefusalAsProblem(takeReport(await machinePorts(), key, signed));
  return json(taken, taken.isNew ? 201 : 200);
});
