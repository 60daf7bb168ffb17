import { z } from 'zod';
import { chainNow } from '@/app/api/_http/market';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listMachineRecords } from '@/lib/deals/machine-record.query';
import { BARS_OF } from '@/lib/providers/earnings';
import { readEarnings } from '@/lib/providers/earnings.query';
import { HISTORY_RANGES } from '@/lib/providers/machine-api';
import { addressField } from '@/lib/shared/json-fields';

const querySchema = z.strictObject({ range: z.enum(HISTORY_RANGES).default('7d') });

/** What a provider earned: {step, bars, machines}, bars by hour or day, machines by their agents' keys. */
export const GET = route<{ address: string }>(async (request, params) => {
  const provider = addressField.parse(params.address);
  const { range } = readQuery(request, querySchema);
  const now = await chainNow();
  const [bars, machines] = await Promise.all([
    readEarnings(webDatabase(), { provider }, now, range),
    listMachineRecords(webDatabase(), provider, now),
  ]);
  return { step: BARS_OF[range].step, bars, machines };
});
