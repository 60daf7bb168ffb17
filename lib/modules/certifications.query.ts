import { and, eq, gt, lte } from 'drizzle-orm';
import type { Hex } from 'viem';
import { certifications } from '../../drizzle/schema/certifications';
import type { Db } from '../db/database.server';
import { type CertificationFacts, DAY_SECONDS, LEASE_SECONDS } from './certification';

/** What is recorded of the tries to certify a module; undefined where there was none yet. */
export async function readCertification(db: Db, id: Hex): Promise<CertificationFacts | undefined> {
  const rows = await db.select().from(certifications).where(eq(certifications.moduleId, id));
  const [row] = rows;
  return row && { ...row, triedAt: Number(row.triedAt), restsUntil: Number(row.restsUntil) };
}

/** Whether a certifier has tried any module in the last day. @param now seconds since 1970 */
export async function isCertifierSeen(db: Db, now: number): Promise<boolean> {
  const { moduleId, triedAt } = certifications;
  const rows = await db
    .select({ id: moduleId })
    .from(certifications)
    // A time in the future was written by a clock that was ahead, whenever that was.
    .where(and(gt(triedAt, BigInt(now - DAY_SECONDS)), lte(triedAt, BigInt(now + LEASE_SECONDS))))
    .limit(1);
  return rows.length > 0;
}
