import { machineRoute } from '@/app/api/_http/machines';
import { created } from '@/app/api/_http/respond';
import { recheckSubmissionSchema } from '@/lib/providers/machine-api';
import { takeRecheck } from '@/lib/providers/take-recheck.service';

/** A provider's order to look at its machine anew: {recheck, signature} -> {isNew}. */
export const POST = machineRoute('recheck', recheckSubmissionSchema, async (...asked) =>
  created(await takeRecheck(...asked)),
);
