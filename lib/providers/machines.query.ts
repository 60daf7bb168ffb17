import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { type Address, getAddress } from 'viem';
import { machineIncidents } from '../../drizzle/schema/machine-incidents';
import { machines } from '../../drizzle/schema/machines';
import type { Db } from '../db/database.server';
import { isShared, PULSE_SECONDS, SILENT_AFTER } from './admit-pulse';
import { isOlderThan, MINIMUM_AGENT_VERSION } from './agent-version';
import type { Incident, MachineDetail, MachineState, MachineSummary } from './machine-api';
import { wantedStateAt } from './machine-order';
import { recheckStateOf } from './machine-recheck';

const MOST_LISTED = 200;
const MOST_INCIDENTS = 100;
const DAY = 86_400;
const HOUR = 3_600;

/**
 * Whether a signed offer of the provider that the machine names has its key. Names are written out:
 * in a selection from one table drizzle leaves the table's away.
 */
export const isInOffer = sql<boolean>`exists (
  select 1 from resource_offers o
  where o.ticket_key = machines.agent and o.provider = machines.provider)`;

/** Share of the last day, or of the time since the machine came, that its pulses cover. */
const uptimeOf = (now: number) => sql<number | null>`(
  select sum(least(1.0, s.pulses * ${PULSE_SECONDS}::int / 300.0)) * 300
    / greatest(300, least(${DAY}::int, ${now}::bigint - machines.first_heard_at))
  from machine_samples s
  where s.agent = machines.agent and s.step = 300 and s.at > ${now - DAY}::bigint)::float8`;

/** When its provider forbade its key, by the last word of the chain; null where it is allowed or never was. */
const forbiddenAt = sql<string | null>`(
  select case when e.args->>'allowed' = 'false' then e.block_timestamp end
  from chain_events e
  where e.subject_kind = 'account' and e.subject_id = machines.provider and e.name = 'OperatorSet'
    and lower(e.args->>'operator') = machines.agent
  order by e.block_number desc, e.log_index desc limit 1)`;

const selection = (now: number) => ({
  row: machines,
  inOffer: isInOffer,
  forbiddenAt,
  uptime: uptimeOf(now),
});

type Row = {
  readonly row: typeof machines.$inferSelect;
  readonly inOffer: boolean;
  readonly forbiddenAt: string | null;
  readonly uptime: number | null;
};

/**
 * Machines that say they are this provider's; those that it names in an offer first, then the last
 * heard. Anybody can make a key that says so: `inOffer` tells which count.
 */
export async function listMachines(
  db: Db,
  provider: Address,
  now: number,
): Promise<MachineSummary[]> {
  const rows = await db
    .select(selection(now))
    .from(machines)
    .where(eq(machines.provider, provider))
    .orderBy(desc(isInOffer), desc(machines.heardAt), machines.agent)
    .limit(MOST_LISTED);
  return rows.map((row) => summaryOf(row, now));
}

/** One machine with what proves it; undefined where none has reported under that key. */
export async function findMachine(
  db: Db,
  agent: Address,
  now: number,
): Promise<Omit<MachineDetail, 'standing'> | undefined> {
  const [found] = await db.select(selection(now)).from(machines).where(eq(machines.agent, agent));
  if (!found) return undefined;
  const { report, reportSignature, pulse, pulseSignature, order, orderSignature } = found.row;
  return {
    ...summaryOf(found, now),
    report: { report, signature: reportSignature },
    signedPulse: pulse && pulseSignature ? { pulse, signature: pulseSignature } : null,
    signedOrder: order && orderSignature ? { order, signature: orderSignature } : null,
    incidents: await readIncidents(db, found.row, now),
    minimumVersion: MINIMUM_AGENT_VERSION,
    recheck: recheckOf(found.row, now),
  };
}

function recheckOf({ recheck, report }: Row['row'], now: number): MachineDetail['recheck'] {
  if (!recheck) return null;
  const { at, benchmark } = recheck;
  return { at, benchmark, state: recheckStateOf(recheck, report.answers, now) };
}

async function readIncidents(db: Db, row: Row['row'], now: number): Promise<Incident[]> {
  const { agent, from, kind, until, text, id } = machineIncidents;
  const kept = await db
    .select({ kind, from, until, text })
    .from(machineIncidents)
    .where(and(eq(agent, row.agent), gt(from, BigInt(now - 30 * DAY))))
    .orderBy(desc(from), desc(id))
    .limit(MOST_INCIDENTS);
  const heard = row.pulseHeardAt === null ? null : Number(row.pulseHeardAt);
  const incidents = kept.map((incident): Incident => {
    const end = incident.until === null ? null : Number(incident.until);
    // Nobody tells when the other agent stops: its pulses just stay away.
    const isOver = incident.kind === 'shared-key' && end === null && !isShared(row.boots, now);
    return {
      kind: incident.kind,
      from: Number(incident.from),
      until: isOver ? (row.boots?.sharedAt ?? now) : end,
      text: incident.text,
    };
  });
  const isSilent = heard !== null && now - heard > SILENT_AFTER;
  if (!isSilent || row.pulse?.state === 'maintenance') return incidents;
  const silence = `No pulse for ${now - heard} seconds.`;
  return [{ kind: 'silent', from: heard, until: null, text: silence }, ...incidents];
}

function summaryOf({ row, inOffer, forbiddenAt, uptime }: Row, now: number): MachineSummary {
  const { report, pulse, order } = row;
  const countOf = (outcome: string) =>
    report.checks.filter((check) => check.outcome === outcome).length;
  const software = pulse?.software ?? report.software;
  return {
    agent: getAddress(row.agent),
    provider: row.provider && getAddress(row.provider),
    name: report.name,
    software,
    state: stateOf(row, now),
    isOutdated: isOlderThan(software, MINIMUM_AGENT_VERSION),
    inOffer,
    forbiddenAt: forbiddenAt === null ? null : Number(forbiddenAt),
    hardware: report.hardware,
    engines: report.engines,
    benchmark: report.benchmark,
    checks: {
      failed: countOf('failed'),
      warning: countOf('warning'),
      passed: countOf('passed'),
    },
    reportedAt: Number(row.reportedAt),
    pulse,
    order,
    wanted: wantedStateAt(order, now),
    uptimeDay: now - Number(row.firstHeardAt) < HOUR ? null : Math.min(1, uptime ?? 0),
  };
}

function stateOf({ pulse, pulseHeardAt }: Row['row'], now: number): MachineState {
  if (!pulse || pulseHeardAt === null) return 'new';
  return now - Number(pulseHeardAt) > SILENT_AFTER ? 'silent' : pulse.state;
}
