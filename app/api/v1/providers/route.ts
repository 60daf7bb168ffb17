import { chainNow } from '@/app/api/_http/market';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listProviders } from '@/lib/providers/providers.query';

/** Every provider's record, most deals first: {items}. */
export const GET = route(async () => ({
  items: await listProviders(webDatabase(), await chainNow()),
}));
