import { z } from 'zod';
import type { JobKind } from '../jobs/job-kind';

/** The keeper's cue: a deal got a new event (or lost one to a reorg). Keyed by deal. */
export const dealChangedJob: JobKind<{ dealId: string }> = {
  name: 'deal-changed',
  payload: z.object({ dealId: z.string() }),
};

export function dealChangedKey(dealId: string): string {
  return `deal-changed:${dealId}`;
}
