import { and, eq, lt, or, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Hex } from 'viem';
import { machines } from '../../drizzle/schema/machines';
import { pairings } from '../../drizzle/schema/pairings';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import type { Db } from '../db/database.server';
import type { Boots } from './admit-pulse';
import type { SignedOrder, SignedPulse, SignedRecheck, SignedReport } from './machine-api';
import type { MachineOrder } from './machine-order';
import type { HeardRecheck } from './machine-recheck';
import type { MachinePulse, MachineReport } from './machine-report';

const FORGET_AFTER = 90 * 86_400;
/** Machines that no provider has named: anybody can make keys, and a report is up to 110 KB. */
const UNNAMED = { most: 2_000, forgetAfter: 86_400 };

/** What is kept of a machine, for those who decide on its next word. */
export type KeptMachine = {
  readonly provider: Hex | null;
  readonly report: MachineReport;
  readonly pulse: MachinePulse | null;
  readonly pulseHeardAt: number | null;
  readonly boots: Boots | null;
  readonly order: MachineOrder | null;
  readonly orderSignature: Hex | null;
  readonly recheck: HeardRecheck | null;
  readonly recheckSignature: Hex | null;
};

/** The machine's row, held until the transaction ends: its words are taken one after the other. */
export async function lockMachine(tx: Db, agent: Hex): Promise<KeptMachine | undefined> {
  const [row] = await tx
    .select()
    .from(machines)
    .where(eq(machines.agent, lower(agent)))
    .for('update');
  if (!row) return undefined;
  const heard = row.pulseHeardAt === null ? null : Number(row.pulseHeardAt);
  return { ...row, pulseHeardAt: heard };
}

/**
 * Keeps a report in place of the one before. Orders of another provider than the report names go with
 * it: it is no longer its machine.
 */
export async function putReport(
  tx: Db,
  { report, signature }: SignedReport,
  now: number,
): Promise<void> {
  const provider = report.provider === null ? null : lower(report.provider);
  const fresh = {
    provider,
    report,
    reportSignature: signature,
    reportedAt: BigInt(report.at),
    heardAt: BigInt(now),
  };
  const ifSame = (column: AnyPgColumn) =>
    sql`case when ${machines.provider} is not distinct from ${provider} then ${column} end`;
  await tx
    .insert(machines)
    .values({ ...fresh, agent: lower(report.agent), firstHeardAt: BigInt(now) })
    .onConflictDoUpdate({
      target: machines.agent,
      set: {
        ...fresh,
        order: ifSame(machines.order),
        orderSignature: ifSame(machines.orderSignature),
        recheck: ifSame(machines.recheck),
        recheckSignature: ifSame(machines.recheckSignature),
      },
    });
}

/**
 * Drops machines that nobody has heard of for three months; those that no offer and no pairing names
 * after a day, and of these all but the last heard.
 */
export async function forgetSilentMachines(
  tx: Db,
  now: number,
  { most, forgetAfter } = UNNAMED,
): Promise<void> {
  const isUnnamed = sql`not exists (
      select 1 from ${resourceOffers} o where o.ticket_key = ${machines.agent})
    and not exists (select 1 from ${pairings} p where p.agent = ${machines.agent})`;
  const beyond = sql`${machines.agent} in (
    select agent from ${machines} where ${isUnnamed} order by heard_at desc, agent offset ${most})`;
  await tx
    .delete(machines)
    .where(
      or(
        lt(machines.heardAt, BigInt(now - FORGET_AFTER)),
        and(lt(machines.heardAt, BigInt(now - forgetAfter)), isUnnamed),
        beyond,
      ),
    );
}

export async function putPulse(
  tx: Db,
  { pulse, signature }: SignedPulse,
  boots: Boots,
  now: number,
): Promise<void> {
  await tx
    .update(machines)
    .set({
      pulse,
      pulseSignature: signature,
      boots,
      heardAt: BigInt(now),
      pulseHeardAt: BigInt(now),
    })
    .where(eq(machines.agent, lower(pulse.agent)));
}

export async function putOrder(tx: Db, { order, signature }: SignedOrder): Promise<void> {
  await tx
    .update(machines)
    .set({ order, orderSignature: signature })
    .where(
      and(eq(machines.agent, lower(order.agent)), eq(machines.provider, lower(order.provider))),
    );
}

/** @param now when it was heard */
export async function putRecheck(
  tx: Db,
  { recheck, signature }: SignedRecheck,
  now: number,
): Promise<void> {
  const { agent, provider } = recheck;
  await tx
    .update(machines)
    .set({ recheck: { ...recheck, heardAt: now }, recheckSignature: signature })
    .where(and(eq(machines.agent, lower(agent)), eq(machines.provider, lower(provider))));
}

const lower = (text: Hex): Hex => text.toLowerCase() as Hex;
