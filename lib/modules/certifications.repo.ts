import { and, eq, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { certifications } from '../../drizzle/schema/certifications';
import { publishedModules } from '../../drizzle/schema/published-modules';
import type { Db } from '../db/database.server';
import type { Certificate } from './certificate';
import { AUTHOR_SECONDS, DAY_SECONDS, MOST_TRIES, TRY_SECONDS } from './certification';

/** A module that a certifier has taken on, and must say how it ended. */
export type ClaimedModule = {
  readonly id: Hex;
  readonly author: Address;
  readonly title: string;
  /** This one counted. */
  readonly tries: number;
};

/** How a try ended. */
export type TryEnd =
  | { readonly certificate: Certificate }
  | {
      readonly problem: string;
      readonly isFinal: boolean;
      /** Seconds until the next one. */
      readonly pause: number;
    };

/** Two certifiers choose one after the other, so that no module is taken twice. */
const CHOOSING = sql`select pg_advisory_xact_lock(hashtext('reckon certifier'))`;

/**
 * Takes on the published module of WebAssembly whose turn it is: of the author whose modules took
 * least of the certifier's time in the last day, that with the shortest example. A try is counted, and
 * charged to its author in whole, before it begins: whoever kills the certifier pays for it.
 *
 * @param now seconds since 1970
 * @param build of the engine's transformer; what another build could not certify is tried anew
 */
export async function claimUncertified(
  db: Db,
  now: number,
  build: number,
): Promise<ClaimedModule | undefined> {
  return db.transaction(async (tx) => {
    await tx.execute(CHOOSING);
    const spentBy = tx
      .select({
        author: certifications.author,
        seconds: sql<number>`sum(${certifications.spent})`.as('seconds'),
      })
      .from(certifications)
      .where(sql`${certifications.triedAt} > ${now - DAY_SECONDS}`)
      .groupBy(certifications.author)
      .as('spent_by');
    const spent = sql`coalesce(${spentBy.seconds}, 0)`;
    const { moduleId, author, manifest, exampleFuel, publishedAt } = publishedModules;
    const [next] = await tx
      .select({ id: moduleId, author, title: sql<string>`${manifest}->>'title'` })
      .from(publishedModules)
      .leftJoin(certifications, eq(certifications.moduleId, moduleId))
      .leftJoin(spentBy, eq(spentBy.author, author))
      .where(
        and(
          sql`${manifest}->>'class' = 'A'`,
          sql`${spent} < ${AUTHOR_SECONDS}`,
          sql`${certifications.certificate} is null`,
          sql`coalesce(${certifications.restsUntil}, 0) <= ${now}`,
          sql`(${certifications.moduleId} is null or ${certifications.build} <> ${build}
            or (not ${certifications.isFinal} and ${certifications.tries} < ${MOST_TRIES}))`,
        ),
      )
      .orderBy(spent, exampleFuel, publishedAt, moduleId)
      .limit(1);
    if (next === undefined) return undefined;
    const begun = {
      build,
      isUnderWay: true,
      triedAt: BigInt(now),
      restsUntil: BigInt(now + TRY_SECONDS),
      problem: null,
      isFinal: false,
    };
    const isSameBuild = sql`${certifications.build} = ${build}`;
    const [row] = await tx
      .insert(certifications)
      .values({ ...begun, moduleId: next.id, author: next.author, tries: 1, spent: TRY_SECONDS })
      .onConflictDoUpdate({
        target: certifications.moduleId,
        set: {
          ...begun,
          tries: sql`case when ${isSameBuild} then ${certifications.tries} else 0 end + 1`,
          spent: sql`${certifications.spent} + ${TRY_SECONDS}`,
        },
      })
      .returning({ tries: certifications.tries });
    return { ...next, tries: row!.tries };
  });
}

/** Records how a try ended, and charges its author only for the seconds that it took. */
export async function endTry(
  db: Db,
  claim: ClaimedModule,
  { now, took }: { readonly now: number; readonly took: number },
  end: TryEnd,
): Promise<void> {
  const outcome =
    'certificate' in end
      ? { certificate: end.certificate, restsUntil: BigInt(now) }
      : {
          problem: end.problem,
          isFinal: end.isFinal,
          restsUntil: BigInt(now + end.pause),
        };
  await db
    .update(certifications)
    .set({ ...outcome, isUnderWay: false, spent: chargedFor(took) })
    .where(isStill(claim));
}

/** Gives a module back that was not tried to the end, because the certifier was asked to stop. */
export async function giveBack(
  db: Db,
  claim: ClaimedModule,
  { now, took }: { readonly now: number; readonly took: number },
): Promise<void> {
  await db
    .update(certifications)
    .set({
      isUnderWay: false,
      tries: sql`${certifications.tries} - 1`,
      restsUntil: BigInt(now),
      spent: chargedFor(took),
    })
    .where(isStill(claim));
}

/** Not where another certifier has taken it on meanwhile, because this one took too long. */
function isStill({ id, tries }: ClaimedModule) {
  const { moduleId, isUnderWay } = certifications;
  return and(eq(moduleId, id), eq(certifications.tries, tries), eq(isUnderWay, true));
}

/** Takes the whole try off that claimUncertified has charged, and puts what it took in its place. */
function chargedFor(took: number) {
  const seconds = Math.min(TRY_SECONDS, Math.ceil(took));
  return sql`${certifications.spent} - ${TRY_SECONDS} + ${seconds}`;
}
