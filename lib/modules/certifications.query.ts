import { eq } from 'drizzle-orm';
import type { Hex } from 'viem';
import { certifications } from '../../drizzle/schema/certifications';
import type { Db } from '../db/database.server';
import type { CertificationFacts } from './certification';

/** What is recorded of the tries to certify a module; undefined where there was none yet. */
export async function readCertification(db: Db, id: Hex): Promise<CertificationFacts | undefined> {
  const rows = await db.select().from(certifications).where(eq(certifications.moduleId, id));
  const [row] = rows;
  return row && { ...row, triedAt: Number(row.triedAt), restsUntil: Number(row.restsUntil) };
}
