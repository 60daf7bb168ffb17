import { machineRoute } from '@/app/api/_http/machines';
import { pulseSubmissionSchema } from '@/lib/providers/machine-api';
import { takePulse } from '@/lib/providers/take-pulse.service';

/** An agent's pulse: {pulse, signature} -> {order, minimumVersion, isShared, now}. */
export const POST = machineRoute('pulse', pulseSubmissionSchema, takePulse);
