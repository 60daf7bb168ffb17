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
  LONGEST_PAUSE,
  pauseAfter,
  TRY_SECONDS,
} from './certification';

/** A module that a certifier has taken on, and must say how it ended. */
export type ClaimedModule = {
  readonly id: Hex;
  readonly author: Address;
  /** This one counted. */
  readonly tries: number;
  /** Of the engine's transformer. */
  readonly build: number;
  /** Seconds since 1970. */
  readonly triedAt: number;
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

/** So many seconds of waiting make up for one second of the certifier's time. */
const WAITED_FOR_SPENT = 4;

/**
 * Takes on the published module of WebAssembly whose turn it is: the longest waiting one, where each
 * second of the certifier's time that its author's modules took in the last day counts as four seconds
 * less. So who has taken nothing goes first, and yet nobody waits for what was published more than two
 * hours after his (four times AUTHOR_SECONDS). A try is counted, and charged to its author in whole,
 * before it begins: whoever kills the certifier pays for it.
 *
 * What an older build of the engine has certified comes after everything else, and keeps its
 * certificate until there is another. Times that only a clock which was ahead can have written count as past.
 *
 * @param now seconds since 1970
 * @param build of the engine's transformer; what an older one could not certify is tried anew
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
      .where(isOfLastDay(now))
      .groupBy(certifications.author)
      .as('spent_by');
    const spent = sql`coalesce(${spentBy.seconds}, 0)`;
    const { moduleId, author, manifest, publishedAt } = publishedModules;
    const restsUntil = sql`coalesce(${certifications.restsUntil}, 0)`;
    const waitsSince = sql`least(greatest(${publishedAt}, ${restsUntil}), ${now})`;
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
          sql`(${certifications.certificate} is null or ${certifications.certifiedBuild} < ${build})`,
          sql`(${restsUntil} <= ${now} or ${restsUntil} > ${now + LONGEST_PAUSE})`,
          sql`(${certifications.moduleId} is null or ${certifications.build} < ${build}
            or not ${certifications.isFinal})`,
        ),
      )
      .orderBy(
        sql`${certifications.certificate} is not null`,
        sql`${waitsSince} + ${WAITED_FOR_SPENT} * ${spent}`,
        moduleId,
      )
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
        set: {
          ...begun,
          spent: sql`case when ${isOfLastDay(now)} then ${certifications.spent} else 0 end + ${TRY_SECONDS}`,
        },
      });
    return { id: next.id, author: next.author, tries, build, triedAt: now };
  });
}

/** Whether the last try was. One in the future was written by a clock that was ahead. */
const isOfLastDay = (now: number) =>
  sql`${certifications.triedAt} > ${now - DAY_SECONDS} and ${certifications.triedAt} <= ${now + LEASE_SECONDS}`;

/**
 * Records how a try ended, and charges its author only for the seconds that it took.
 *
 * @returns false where the module has been taken on anew meanwhile: nothing is recorded then
 */
export async function endTry(
  db: Db,
  claim: ClaimedModule,
  { now, took }: { readonly now: number; readonly took: number },
  end: TryEnd,
): Promise<boolean> {
  const outcome =
    'certificate' in end
      ? {
          certificate: end.certificate,
          certifiedBuild: claim.build,
          problem: null,
          restsUntil: BigInt(now),
        }
      : {
          problem: end.problem,
          isFinal: end.isFinal,
          restsUntil: BigInt(now + end.pause),
        };
  const kept = await db
    .update(certifications)
    .set({ ...outcome, isUnderWay: false, spent: chargedFor(took) })
    .where(isStill(claim))
    .returning({ id: certifications.moduleId });
  return kept.length > 0;
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
function isStill({ id, tries, build, triedAt }: ClaimedModule) {
  return and(
    eq(certifications.moduleId, id),
    eq(certifications.tries, tries),
    eq(certifications.build, build),
    eq(certifications.triedAt, BigInt(triedAt)),
    eq(certifications.isUnderWay, true),
  );
}

/** Takes the whole try off that claimUncertified has charged, and puts what it took in its place. */
function chargedFor(took: number) {
  const seconds = Math.min(TRY_SECONDS, Math.max(0, Math.ceil(took)));
  return sql`${certifications.spent} - ${TRY_SECONDS} + ${seconds}`;
}
