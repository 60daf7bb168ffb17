import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Boots } from '../../lib/providers/admit-pulse';
import type { MachineOrder } from '../../lib/providers/machine-order';
import type { HeardRecheck } from '../../lib/providers/machine-recheck';
import type { MachinePulse, MachineReport } from '../../lib/providers/machine-report';
import { hex, seconds } from './columns';

/** Machines as their agents tell of them, each under its agent's key; words signed, times this server's. */
export const machines = pgTable(
  'machines',
  {
    agent: hex('agent').primaryKey(),
    /** Whose it says it is. */
    provider: hex('provider'),
    report: jsonb('report').$type<MachineReport>().notNull(),
    reportSignature: hex('report_signature').notNull(),
    reportedAt: seconds('reported_at').notNull(),
    firstHeardAt: seconds('first_heard_at').notNull(),
    /** When its last report or pulse came. */
    heardAt: seconds('heard_at').notNull(),
    pulse: jsonb('pulse').$type<MachinePulse>(),
    pulseSignature: hex('pulse_signature'),
    pulseHeardAt: seconds('pulse_heard_at'),
    boots: jsonb('boots').$type<Boots>(),
    order: jsonb('wanted_order').$type<MachineOrder>(),
    orderSignature: text('order_signature').$type<`0x${string}`>(),
    recheck: jsonb('wanted_recheck').$type<HeardRecheck>(),
    recheckSignature: text('recheck_signature').$type<`0x${string}`>(),
  },
  (table) => [
    index('machines_provider').on(table.provider),
    index('machines_heard').on(table.heardAt),
  ],
);
