import { and, eq, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { certifications } from '../../drizzle/schema/certifications';
import { publishedModules } from '../../drizzle/schema/published-modules';
import type { Db } from '../db/database.server';
import type { Certificate } from './certificate';
import {
  AUTHOR_SECONDS,
  DAY_SECONDS,
  LEASE_SECONDS,
  pauseAfter,
  TRY_SECONDS,
} from './certification';

/** A module that a certifier has taken on, and must say how it ended. */
export type ClaimedModule = {
  readonly id: Hex;
  readonly author: Address;
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
      .select({
        ...{ id: moduleId, author, build: certifications.build },
        tries: certifications.tries,
      })
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
            or not ${certifications.isFinal})`,
        ),
      )
      .orderBy(spent, exampleFuel, publishedAt, moduleId)
      .limit(1);
    if (next === undefined) return undefined;
    const isSameBuild = next.build === build;
    const tries = (isSameBuild ? next.tries! : 0) + 1;
    const begun = {
      ...{ build, tries, isUnderWay: true, isFinal: false },
      triedAt: BigInt(now),
      // Where it ends the certifier, this is all that is left: the pause for that as well.
      restsUntil: BigInt(now + Math.max(LEASE_SECONDS, pauseAfter(tries))),
      // Until this try ends, the problem of the one before it stands.
      ...(isSameBuild ? {} : { problem: null }),
    };
    await tx
      .insert(certifications)
      .values({ ...begun, moduleId: next.id, author: next.author, spent: TRY_SECONDS })
      .onConflictDoUpdate({
        target: certifications.moduleId,
        set: { ...begun, spent: sql`${certifications.spent} + ${TRY_SECONDS}` },
      });
    return { id: next.id, author: next.author, tries };
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

/**
 * Gives a module back that was not tried to the end through no doing of its own: the certifier was
 * asked to stop, or its machine cannot run anything. The try does not count.
 */
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
