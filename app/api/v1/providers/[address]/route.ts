import { chainNow } from '@/app/api/_http/market';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { findProvider } from '@/lib/providers/providers.query';
import { addressField } from '@/lib/shared/json-fields';

/** One provider's record; zeros when nothing is known of it. */
export const GET = route<{ address: string }>(async (_request, { address }) =>
  findProvider(webDatabase(), addressField.parse(address), await chainNow()),
);
