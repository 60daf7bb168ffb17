import { z } from 'zod';
import type { JobKind } from '../jobs/job-kind';

/** The keeper's alarm clock for one deal: look at it when the job runs. */
export const keepDealJob: JobKind<{ dealId: string }> = {
  name: 'keep-deal',
  payload: z.object({ dealId: z.string() }),
};

export function keepDealKey(dealId: string): string {
  return `keep-deal:${dealId}`;
}
