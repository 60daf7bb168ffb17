import {
  limitMachineRequests,
  machinePorts,
  machineRefusalAsProblem,
} from '@/app/api/_http/machines';
import { json } from '@/app/api/_http/respond';
import { readBody, route } from '@/app/api/_http/route';
import { orderSubmissionSchema } from '@/lib/providers/machine-api';
import { takeOrder } from '@/lib/providers/take-order.service';
import { addressField } from '@/lib/shared/json-fields';

/** A provider's order for its machine: {order, signature} -> {isNew}. */
export const POST = route<{ agent: string }>(async (request, { agent }) => {
  const key = addressField.parse(agent);
  const signed = await readBody(request, orderSubmissionSchema);
  await limitMachineRequests(request, 'order');
  const taken = await machineRefusalAsProblem(takeOrder(await machinePorts(), key, signed));
  return json(taken, taken.isNew ? 201 : 200);
});
