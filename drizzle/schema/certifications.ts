import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Certificate } from '../../lib/modules/certificate';
import { hex, seconds } from './columns';

/** What this market's certifier came to with published modules; none of a module whose turn is to come. */
export const certifications = pgTable(
  'certifications',
  {
    moduleId: hex('module_id').primaryKey(),
    author: hex('author').notNull(),
    /** The build of the engine's transformer that the tries were made with; another tries anew. */
    build: integer('build').notNull(),
    /** Counted before a try begins, so that one that ends the certifier counts too. */
    tries: integer('tries').notNull(),
    isUnderWay: boolean('is_under_way').notNull(),
    /** Seconds since 1970: of the last try. */
    triedAt: seconds('tried_at').notNull(),
    /** Before this nobody tries again: the latest end of a try under way, or the end of a pause. */
    restsUntil: seconds('rests_until').notNull(),
    /** Seconds of the certifier's time that the author has used by this module. */
    spent: integer('spent').notNull(),
    /** Why the last try that ended made no certificate. */
    problem: text('problem'),
    /** Whether another try by the same build would come to the same. */
    isFinal: boolean('is_final').notNull(),
    certificate: jsonb('certificate').$type<Certificate>(),
    /** The build that made it: it stays while a later one tries anew. */
    certifiedBuild: integer('certified_build'),
  },
  (table) => [index('certifications_tried_at').on(table.triedAt)],
);
