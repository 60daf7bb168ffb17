import { z } from 'zod';
import { readOfferChoices } from '@/app/_data/offer-choices';
import { chainNow } from '@/app/api/_http/market';
import { badAddressAsProblem, runAddressOf, runSearchFields } from '@/app/api/_http/offer-search';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';

const querySchema = z.strictObject(runSearchFields);

/** The cheapest offers that can run a module, as they were signed: {items}. */
export const GET = route(async (request) => {
  const address = runAddressOf(readQuery(request, querySchema));
  const choices = readOfferChoices(webDatabase(), address, await chainNow());
  return { items: await badAddressAsProblem(choices) };
});
