import { findModule } from '@/app/_data/catalogue';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listModuleUse } from '@/lib/modules/modules.query';

/** One curated module by its id or name. Its files are in the directory, under its cid. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const module = await findModule(id);
  if (!module) {
    const hint = 'Modules outside the catalogue can be run, too: by their content id.';
    throw new ApiProblem(404, 'unknown-module', `No curated module ${id} is known here.`, hint);
  }
  const uses = await listModuleUse(webDatabase());
  const { cid, manifest } = module;
  const files = [...module.files].map(([path, bytes]) => ({ path, size: bytes.length }));
  const use = uses.find(({ moduleId }) => moduleId === module.id) ?? null;
  return { id: module.id, cid, manifest, files, use };
});
