import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { publishedModules } from '../../drizzle/schema/published-modules';
import type { Db } from '../db/database.server';
import type { ModuleManifest } from './oci-manifest';
import type { ProbeCertificate } from './probe-certificate';

/** A module that somebody published, without its bytes. */
export type PublishedModule = {
  readonly id: Hex;
  readonly cid: string;
  readonly author: Address;
  readonly signature: Hex;
  readonly manifest: ModuleManifest;
  readonly exampleFuel: bigint;
  readonly sampleType: string | null;
  /** Seconds since 1970. */
  readonly publishedAt: bigint;
};

/** Where a page of the list ends: modules that are older come next. */
export type PublishedCursor = { readonly at: bigint; readonly id: Hex };

const listed = {
  id: publishedModules.moduleId,
  cid: publishedModules.cid,
  author: publishedModules.author,
  signature: publishedModules.signature,
  manifest: publishedModules.manifest,
  exampleFuel: publishedModules.exampleFuel,
  sampleType: publishedModules.sampleType,
  publishedAt: publishedModules.publishedAt,
};

export type PublishedFilter = {
  readonly author?: Address | undefined;
  /** The manifest's. */
  readonly name?: string | undefined;
  readonly ids?: readonly Hex[];
  /** Only those in containers. */
  readonly inContainers?: boolean;
};

/** Published modules, newest first. */
export async function listPublishedModules(
  db: Db,
  { author, name, ids, inContainers = false }: PublishedFilter,
  { limit, after }: { readonly limit: number; readonly after?: PublishedCursor | undefined },
): Promise<{ items: PublishedModule[]; next: PublishedCursor | null }> {
  if (ids?.length === 0) return { items: [], next: null };
  const { publishedAt, moduleId } = publishedModules;
  const rows = await db
    .select(listed)
    .from(publishedModules)
    .where(
      and(
        author && eq(publishedModules.author, author.toLowerCase() as Address),
        name === undefined ? undefined : sql`${publishedModules.manifest}->>'name' = ${name}`,
        ids && inArray(moduleId, [...ids]),
        inContainers ? sql`${publishedModules.manifest}->>'class' <> 'A'` : undefined,
        after &&
          or(
            lt(publishedAt, after.at),
            and(eq(publishedAt, after.at), sql`${moduleId} > ${after.id}`),
          ),
      ),
    )
    .orderBy(desc(publishedAt), moduleId)
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? { at: last.publishedAt, id: last.id } : null;
  return { items, next };
}

export async function findPublishedModule(db: Db, id: Hex): Promise<PublishedModule | undefined> {
  const rows = await db
    .select(listed)
    .from(publishedModules)
    .where(eq(publishedModules.moduleId, id));
  return rows[0];
}

/** A published module's folder as a CAR. */
export async function readPublishedCar(db: Db, id: Hex): Promise<Uint8Array | undefined> {
  const rows = await db
    .select({ car: publishedModules.car })
    .from(publishedModules)
    .where(eq(publishedModules.moduleId, id));
  return rows[0]?.car;
}

/** What a published module's example gave, where it can be shown in small. */
export async function readPublishedSample(
  db: Db,
  id: Hex,
): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined> {
  const rows = await db
    .select({ type: publishedModules.sampleType, bytes: publishedModules.sample })
    .from(publishedModules)
    .where(eq(publishedModules.moduleId, id));
  const [row] = rows;
  return row?.type && row.bytes ? { type: row.type, bytes: row.bytes } : undefined;
}

/** What the author of a module in a container says of its runs; undefined where it says nothing. */
export async function readAuthorCertificate(
  db: Db,
  id: Hex,
): Promise<ProbeCertificate | undefined> {
  const rows = await db
    .select({ certificate: publishedModules.certificate })
    .from(publishedModules)
    .where(eq(publishedModules.moduleId, id));
  return rows[0]?.certificate ?? undefined;
}
