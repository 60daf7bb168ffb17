import { chainNow } from '@/app/api/_http/market';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readProviderHistory } from '@/lib/providers/provider-history.query';
import { addressField } from '@/lib/shared/json-fields';

/** What became of a provider's deals: {earnings, record, failures, observedFuelPerSecond}. */
export const GET = route<{ address: string }>(async (_request, { address }) =>
  readProviderHistory(webDatabase(), addressField.parse(address), await chainNow()),
);
