import { z } from 'zod';
import {
  type OfferAddress,
  OfferAddressError,
  type OfferScope,
  readOfferScope,
} from '@/app/_data/offer-search';
import { webDatabase } from '@/lib/db/web-database.server';
import { VERIFICATION } from '@/lib/offers/offer-types';
import type { ConstraintKey } from '@/lib/offers/search/constraint';
import type { OfferCursor } from '@/lib/offers/search/list-parts.query';
import { isTextField } from '@/lib/offers/search/offer-fields';
import { readSort } from '@/lib/offers/search/offer-sort';
import { timeOfPage } from '@/lib/offers/search/page-time';
import { addressField, bytes32Field } from '@/lib/shared/json-fields';
import { chainNow } from './market';
import { ApiProblem } from './respond';

/** Query string of every search of offers. */
export const offerSearchFields = {
  module: z.string().max(100).optional(),
  need: z.string().max(400).optional(),
  q: z.string().max(2_000).optional(),
  sort: z.string().max(40).optional(),
};

/** The same for one run, and whom its buyer trusts. */
export const runSearchFields = {
  ...offerSearchFields,
  court: bytes32Field.optional(),
  directory: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .pipe(z.array(addressField).max(32))
    .optional(),
  verification: z
    .enum(['A', 'B', 'none'])
    .transform((name) => VERIFICATION[name])
    .optional(),
  trust: z.literal('any').optional(),
};

/** The address that a query string of these fields names. */
export function runAddressOf(query: z.output<z.ZodObject<typeof runSearchFields>>): OfferAddress {
  const { court, directory: directories, verification, trust, ...address } = query;
  const isAny = trust === 'any';
  return { ...address, trust: { court, directories, verification, isAny } };
}

/**
 * The search that a query string asks for, by the chain's clock.
 *
 * @param after where the page before ended: its time holds for this one too
 * @throws {ApiProblem}
 */
export async function offerScope(address: OfferAddress, after?: OfferCursor): Promise<OfferScope> {
  const now = timeOfPage(after?.now, await chainNow());
  return badAddressAsProblem(readOfferScope(webDatabase(), address, now));
}

/** Turns an address that cannot be read into an answer with what is wrong. */
export async function badAddressAsProblem<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OfferAddressError)) throw error;
    const { problem, message } = error;
    const hint = problem?.suggestion && `Try ${problem.suggestion} there.`;
    const where = problem ? ` (at character ${problem.at + 1} of q)` : '';
    throw new ApiProblem(400, 'bad-query', `${message}${where}`, hint || undefined);
  }
}

/** The constraint of that key. @throws {ApiProblem} */
export function constraintKeyOf({ constraints }: OfferScope, text: string): ConstraintKey {
  const found = constraints.find(({ key }) => key === text);
  if (!found) throw new ApiProblem(400, 'bad-query', `This search has no constraint ${text}.`);
  return found.key;
}

const cursorSchema = z.strictObject({
  // No text of an offer has a zero, and PostgreSQL takes none.
  figure: z.union([
    z.number(),
    z
      .string()
      .max(100)
      .regex(/^[^\0]*$/),
    z.null(),
  ]),
  provider: addressField,
  id: z.int32().min(0),
  now: z.int().min(0),
});

/** The `next` of the page before, of the same sort (as an address writes it). @throws {ApiProblem} */
export function readOfferCursor(text: string, sort: string | undefined): OfferCursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  const { data } = cursorSchema.safeParse(value);
  const wanted = isTextField(readSort(sort).field) ? 'string' : 'number';
  if (data && (data.figure === null || typeof data.figure === wanted)) return data;
  throw new ApiProblem(400, 'bad-request', 'after: must be the "next" of the page before');
}
