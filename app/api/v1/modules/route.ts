import { z } from 'zod';
import { catalogue } from '@/app/_data/catalogue';
import { endorsedModules } from '@/app/_data/endorsed';
import { listedOf } from '@/app/_data/listed-modules';
import { limitPublications } from '@/app/api/_http/limit-posts';
import { dealCursorField, dealCursorText, limitField } from '@/app/api/_http/paging';
import { publicationAsProblem, publishPorts } from '@/app/api/_http/publish-ports';
import { created } from '@/app/api/_http/respond';
import { readBody, readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { publishModule } from '@/lib/directory/publish-module.service';
import { listModuleUse } from '@/lib/modules/modules.query';
import { listPublishedModules } from '@/lib/modules/published-modules.query';
import { addressField, bytes32Field, bytesField } from '@/lib/shared/json-fields';

const querySchema = z.strictObject({
  author: addressField.optional(),
  after: dealCursorField.optional(),
  limit: limitField,
});

/**
 * The project's own modules, then a page of those that anybody published, newest first: {items,
 * next}. isCurated: a maintainer's signature endorses it.
 */
export const GET = route(async (request) => {
  const { author, after, limit } = readQuery(request, querySchema);
  const db = webDatabase();
  const [own, endorsed, uses, published] = await Promise.all([
    after || author ? [] : catalogue(),
    endorsedModules(),
    listModuleUse(db),
    listPublishedModules(db, { author }, { limit, after }),
  ]);
  const listed = [
    ...own.map(({ id, cid, manifest }) => ({ id, cid, manifest, author: null, publishedAt: null })),
    ...published.items.map((module) => listedOf(module, endorsed)),
  ];
  const items = listed.map(({ id, cid, manifest, author, publishedAt }) => ({
    id,
    cid,
    manifest,
    isCurated: endorsed.has(id),
    author,
    publishedAt,
    use: uses.find(({ moduleId }) => moduleId === id) ?? null,
  }));
  return { items, next: dealCursorText(published.next) };
});

const publicationSchema = z.strictObject({
  moduleId: bytes32Field,
  manifestHash: bytes32Field,
  author: addressField,
  signature: bytesField(10_000),
  /** Of a module in a container: what its author found, as `job -- certify --out` writes it. */
  certificate: z.json().optional(),
});

/**
 * Publishes a module whose folder is in the directory already: {moduleId, manifestHash, author,
 * signature, certificate?}. It is checked and its example run, but for one in a container, which is not
 * run here. Publishing it again changes nothing but the certificate.
 */
export const POST = route(async (request) => {
  const { certificate, ...publication } = await readBody(request, publicationSchema);
  await limitPublications(request);
  const published = await publicationAsProblem(
    publishModule(await publishPorts(), publication, certificate),
  );
  return created(published);
});
