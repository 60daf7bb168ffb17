import { bigserial, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { IncidentKind } from '../../lib/providers/machine-api';
import { hex, seconds } from './columns';
import { machines } from './machines';

/** What went wrong with a machine, and until when; `until` null while it goes on. */
export const machineIncidents = pgTable(
  'machine_incidents',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    agent: hex('agent')
      .notNull()
      .references(() => machines.agent, { onDelete: 'cascade' }),
    kind: text('kind').$type<IncidentKind>().notNull(),
    /** What it is about, where several of a kind may go on at a time. */
    subject: text('subject').notNull(),
    from: seconds('since').notNull(),
    until: seconds('until'),
    text: text('text').notNull(),
  },
  (table) => [
    index('machine_incidents_newest').on(
      table.agent,
      table.from.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);
