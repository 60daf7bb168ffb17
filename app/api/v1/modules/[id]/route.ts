import { findModule } from '@/app/_data/catalogue';
import { findListedModule } from '@/app/_data/listed-modules';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listModuleUse } from '@/lib/modules/modules.query';

/** One module by its id, or a curated one by its name. Its files are in the directory, under its cid. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const module = await findListedModule(id);
  if (!module) {
    const hint = 'Modules that are not listed can be run, too: by their content id.';
    throw new ApiProblem(404, 'unknown-module', `No module ${id} is known here.`, hint);
  }
  const uses = await listModuleUse(webDatabase());
  const own = await findModule(module.id);
  const files = own && [...own.files].map(([path, bytes]) => ({ path, size: bytes.length }));
  const use = uses.find(({ moduleId }) => moduleId === module.id) ?? null;
  const { cid, manifest, author, publishedAt, isEndorsed } = module;
  return {
    id: module.id,
    cid,
    manifest,
    isCurated: isEndorsed,
    author,
    publishedAt,
    files: files ?? null,
    use,
  };
});
