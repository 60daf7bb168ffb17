import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { pairings } from '../../drizzle/schema/pairings';
import type { Db } from '../db/database.server';

/** Codes that ended are remembered for a day, so that their users learn why they do not work. */
const REMEMBERED_SECONDS = 86_400;

export type KeptPairing = {
  readonly provider: Hex;
  readonly expiresAt: number;
  readonly agent: Hex | null;
};

/** Keeps a new code's hash, and forgets those that ended long ago. */
export async function insertPairing(
  db: Db,
  pairing: { readonly codeHash: Hex; readonly provider: Hex; readonly expiresAt: number },
  now: number,
): Promise<void> {
  await db.delete(pairings).where(lt(pairings.expiresAt, BigInt(now - REMEMBERED_SECONDS)));
  await db.insert(pairings).values({ ...pairing, expiresAt: BigInt(pairing.expiresAt) });
}

export async function findPairing(db: Db, codeHash: Hex): Promise<KeptPairing | undefined> {
  const [row] = await db.select().from(pairings).where(eq(pairings.codeHash, codeHash));
  return row && { provider: row.provider, expiresAt: Number(row.expiresAt), agent: row.agent };
}

/**
 * Gives a code to a machine: false where another has it, or where it ended. To the same machine any
 * number of times, since an answer may be lost.
 */
export async function takePairing(
  tx: Db,
  codeHash: Hex,
  machine: Hex,
  now: number,
): Promise<boolean> {
  const agent = machine.toLowerCase() as Hex;
  const isFree = and(isNull(pairings.agent), gt(pairings.expiresAt, BigInt(now)));
  const rows = await tx
    .update(pairings)
    .set({ agent: sql`${agent}` })
    .where(and(eq(pairings.codeHash, codeHash), or(isFree, eq(pairings.agent, agent))))
    .returning({ agent: pairings.agent });
  return rows.length > 0;
}
