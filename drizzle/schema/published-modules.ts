import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ModuleManifest } from '../../lib/modules/oci-manifest';
import type { ProbeCertificate } from '../../lib/modules/probe-certificate';
import { bytes, hex, seconds, uint } from './columns';

/** Modules that anybody published: each checked, signed by its author, and run once if it is wasm. */
export const publishedModules = pgTable(
  'published_modules',
  {
    moduleId: hex('module_id').primaryKey(),
    cid: text('cid').notNull(),
    author: hex('author').notNull(),
    manifestHash: hex('manifest_hash').notNull(),
    signature: hex('signature').notNull(),
    manifest: jsonb('manifest').$type<ModuleManifest>().notNull(),
    /** What its author says of its runs, signed; modules in containers only. */
    certificate: jsonb('certificate').$type<ProbeCertificate>(),
    /** Fuel that the example used; of a module in a container its limit, which is what every run uses. */
    exampleFuel: uint('example_fuel').notNull(),
    /** What the example gave, where it can be shown in small. */
    sampleType: text('sample_type'),
    sample: bytes('sample'),
    /** The module's folder as a CAR, to be handed to directories that do not hold it. */
    car: bytes('car').notNull(),
    publishedAt: seconds('published_at').notNull(),
  },
  (table) => [
    index('published_modules_newest').on(table.publishedAt.desc().nullsFirst(), table.moduleId),
    // What a certifier looks through, every few seconds.
    index('published_modules_wasm')
      .on(table.publishedAt, table.moduleId, table.author)
      .where(sql`${table.manifest}->>'class' = 'A'`),
  ],
);
