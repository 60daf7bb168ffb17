import { doublePrecision, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { hex, seconds } from './columns';
import { machines } from './machines';

/** Sums of a machine's pulses by spans of time: five minutes for a day, an hour for a month. */
export const machineSamples = pgTable(
  'machine_samples',
  {
    agent: hex('agent')
      .notNull()
      .references(() => machines.agent, { onDelete: 'cascade' }),
    /** Length of the span in seconds. */
    step: integer('step').notNull(),
    /** Where it begins. */
    at: seconds('at').notNull(),
    pulses: integer('pulses').notNull(),
    /** Sums, and of how many pulses that told. */
    cpu: doublePrecision('cpu').notNull(),
    cpuCount: integer('cpu_count').notNull(),
    memory: doublePrecision('memory').notNull(),
    memoryCount: integer('memory_count').notNull(),
    gpu: doublePrecision('gpu').notNull(),
    gpuCount: integer('gpu_count').notNull(),
    running: doublePrecision('running').notNull(),
    queued: doublePrecision('queued').notNull(),
  },
  (table) => [primaryKey({ columns: [table.agent, table.step, table.at] })],
);
