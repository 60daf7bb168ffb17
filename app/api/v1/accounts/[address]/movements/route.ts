import { z } from 'zod';
import { limitField } from '@/app/api/_http/paging';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listMovements } from '@/lib/deals/money-movements.query';
import { addressField } from '@/lib/shared/json-fields';

const schema = z.strictObject({
  limit: limitField,
  /** The `next` of the page before: "<block>_<log index>". */
  after: z
    .string()
    .regex(/^\d{1,15}_\d{1,9}$/, 'must be the "next" of the page before')
    .transform((text) => {
      const [block = '0', log = '0'] = text.split('_');
      return { blockNumber: BigInt(block), logIndex: Number(log) };
    })
    .optional(),
});

/** What moved an account's money, newest first: {items, next}. */
export const GET = route<{ address: string }>(async (request, params) => {
  const address = addressField.parse(params.address);
  const { items, next } = await listMovements(webDatabase(), address, readQuery(request, schema));
  return { items, next: next && `${next.blockNumber}_${next.logIndex}` };
});
