import { and, eq, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { publishedModules } from '../../drizzle/schema/published-modules';
import type { Db } from '../db/database.server';
import type { ProbeCertificate } from './probe-certificate';

export type PublishedModuleRow = typeof publishedModules.$inferInsert;

/** Keeps a published module. False where its id is there already: nothing changed then. */
export async function insertPublishedModule(db: Db, row: PublishedModuleRow): Promise<boolean> {
  const rows = await db
    .insert(publishedModules)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: publishedModules.moduleId });
  return rows.length > 0;
}

/** Puts its author's certificate to a module. False where one that is not older is there: it stays. */
export async function keepAuthorCertificate(
  db: Db,
  id: Hex,
  certificate: ProbeCertificate,
): Promise<boolean> {
  const kept = publishedModules.certificate;
  // Those of the first format have no time.
  const keptAt = sql`coalesce((${kept}->'body'->>'madeAt')::bigint, 0)`;
  const rows = await db
    .update(publishedModules)
    .set({ certificate })
    .where(
      and(eq(publishedModules.moduleId, id), sql`${keptAt} < ${certificate.body.madeAt}::bigint`),
    )
    .returning({ id: publishedModules.moduleId });
  return rows.length > 0;
}
