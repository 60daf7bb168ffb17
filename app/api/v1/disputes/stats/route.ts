import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readDisputeStats } from '@/lib/disputes/dispute-stats.query';

/** What came of all audits and disputes of the market. */
export const GET = route(async () => readDisputeStats(webDatabase()));
