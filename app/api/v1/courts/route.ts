import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listCourts } from '@/lib/offers/courts.query';

/** Every court with its terms, lists and members: {items}. */
export const GET = route(async () => ({ items: await listCourts(webDatabase()) }));
