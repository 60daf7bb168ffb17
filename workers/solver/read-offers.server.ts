import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { jobSubmissionSchema, resourceSubmissionSchema } from '../../lib/offers/offer-schema';
import { getJson } from '../../lib/shared/api.client';
import { addressField, bytes32Field, bytesField } from '../../lib/shared/json-fields';
import type { OpenJob, OpenResource } from '../../lib/solver/feasibility';

const jobsSchema = z.object({
  items: z.array(
    z.object({
      hash: bytes32Field,
      submission: jobSubmissionSchema,
      failed: z.array(addressField),
    }),
  ),
  next: bytes32Field.nullable(),
});

const resourcesSchema = z.object({
  items: z.array(
    z.object({
      hash: bytes32Field,
      submission: resourceSubmissionSchema,
      state: z.string(),
      ticket: z.object({ until: z.number().int(), signature: bytesField(65) }).nullable(),
      dealsEver: z.number().int(),
      dealsLive: z.number().int(),
    }),
  ),
  next: z.string().nullable(),
});

const PAGE = 100;

/** Every job offer that waits, oldest first: those that nobody can serve must not hide the others. */
export async function readOpenJobs(api: string): Promise<OpenJob[]> {
  const all: OpenJob[] = [];
  let after = '';
  for (;;) {
    const body = await getJson(`${api}/api/v1/job-offers?status=open&limit=${PAGE}${after}`);
    const page = jobsSchema.parse(body);
    all.push(...(page.items as (OpenJob & { hash: Hex; failed: Address[] })[]));
    if (page.next === null) return all;
    after = `&after=${page.next}`;
  }
}

/** Every resource offer that can be matched now or when a lane is free, cheapest first. */
export async function readResources(api: string): Promise<OpenResource[]> {
  const all: OpenResource[] = [];
  let after = '';
  for (;;) {
    const body = await getJson(`${api}/api/v1/resource-offers?limit=${PAGE}${after}`);
    const page = resourcesSchema.parse(body);
    // A machine that takes no deals is left alone, although its last ticket may be good for a minute.
    all.push(...page.items.filter(({ state }) => state !== 'off'));
    if (page.next === null) return all;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
}
