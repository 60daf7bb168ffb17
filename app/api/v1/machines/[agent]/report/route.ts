import { machineRoute } from '@/app/api/_http/machines';
import { created } from '@/app/api/_http/respond';
import { reportSubmissionSchema } from '@/lib/providers/machine-api';
import { takeReport } from '@/lib/providers/take-report.service';

/** An agent's report takes the place of its last one: {report, signature} -> {isNew}. */
export const POST = machineRoute('report', reportSubmissionSchema, async (...asked) =>
  created(await takeReport(...asked)),
);
