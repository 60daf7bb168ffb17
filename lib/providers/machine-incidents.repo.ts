import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { machineIncidents } from '../../drizzle/schema/machine-incidents';
import type { Db } from '../db/database.server';
import type { IncidentChange } from './machine-incidents';

/** Incidents kept of one machine; older ones are dropped. */
const MOST_KEPT = 200;

/** Ends and begins incidents. One that goes on already is not begun again. */
export async function changeIncidents(
  tx: Db,
  machine: Hex,
  { begin, end }: IncidentChange,
  now: number,
): Promise<void> {
  const agent = machine.toLowerCase() as Hex;
  const i = machineIncidents;
  const goingOn = (kind: typeof i.$inferSelect.kind, subject: string) =>
    and(eq(i.agent, agent), eq(i.kind, kind), eq(i.subject, subject), isNull(i.until));
  for (const { kind, subject } of end) {
    await tx
      .update(i)
      .set({ until: BigInt(now) })
      .where(goingOn(kind, subject));
  }
  for (const { kind, subject, from, until, text } of begin) {
    const values = { agent, kind, subject, from: BigInt(from), text };
    if (until !== null) await tx.insert(i).values({ ...values, until: BigInt(until) });
    else {
      const open = await tx.select({ id: i.id }).from(i).where(goingOn(kind, subject)).limit(1);
      if (open.length === 0) await tx.insert(i).values(values);
    }
  }
  if (begin.length === 0) return;
  await tx.execute(sql`
    delete from ${i} where ${i.agent} = ${agent} and ${i.id} not in (
      select id from ${i} where agent = ${agent} order by id desc limit ${MOST_KEPT}
    )`);
}
