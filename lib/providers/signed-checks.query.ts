import { inArray, sql } from 'drizzle-orm';
import { type Address, getAddress, type Hex } from 'viem';
import { machines } from '../../drizzle/schema/machines';
import type { Db } from '../db/database.server';
import type { MachineReport } from './machine-report';

/** What a machine's agent found when it looked at it, and by what anybody can check who said so. */
export type SignedChecks = {
  /** The key that signed. */
  readonly agent: Address;
  readonly name: string;
  /** When it was signed, seconds since 1970. */
  readonly at: number;
  readonly checks: MachineReport['checks'];
  /** Of the whole report, which GET /api/v1/machines/AGENT gives. */
  readonly signature: Hex;
};

/** The preflights of these machines, in the order in which they are asked for. */
export async function listSignedChecks(
  db: Db,
  agents: readonly Address[],
): Promise<SignedChecks[]> {
  if (agents.length === 0) return [];
  const keys = agents.map((agent) => agent.toLowerCase() as Hex);
  const rows = await db
    .select({
      agent: machines.agent,
      name: sql<string>`${machines.report}->>'name'`,
      checks: sql<MachineReport['checks']>`${machines.report}->'checks'`,
      at: machines.reportedAt,
      signature: machines.reportSignature,
    })
    .from(machines)
    .where(inArray(machines.agent, keys));
  return rows
    .sort((a, b) => keys.indexOf(a.agent) - keys.indexOf(b.agent))
    .map((row) => ({ ...row, agent: getAddress(row.agent), at: Number(row.at) }));
}
