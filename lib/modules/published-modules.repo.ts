import { publishedModules } from '../../drizzle/schema/published-modules';
import type { Db } from '../db/database.server';

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
