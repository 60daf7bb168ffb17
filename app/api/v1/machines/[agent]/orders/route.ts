import { machineRoute } from '@/app/api/_http/machines';
import { created } from '@/app/api/_http/respond';
import { orderSubmissionSchema } from '@/lib/providers/machine-api';
import { takeOrder } from '@/lib/providers/take-order.service';

/** A provider's order for its machine: {order, signature} -> {isNew}. */
export const POST = machineRoute('order', orderSubmissionSchema, async (...asked) =>
  created(await takeOrder(...asked)),
);
