import { eq } from 'drizzle-orm';
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

/** Puts its author's newest certificate to a module. */
export async function keepAuthorCertificate(
  db: Db,
  id: Hex,
  certificate: ProbeCertificate,
): Promise<void> {
  await db.update(publishedModules).set({ certificate }).where(eq(publishedModules.moduleId, id));
}
