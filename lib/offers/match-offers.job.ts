import { z } from 'zod';
import type { JobKind } from '../jobs/job-kind';

/** The solver's cue: an offer or a ticket came in, or a deal ended and freed its offers. */
export const matchOffersJob: JobKind<Record<string, never>> = {
  name: 'match-offers',
  payload: z.strictObject({}),
};

/** One key for all: many cues in a short time are one run. */
export const MATCH_OFFERS_KEY = 'match-offers';
