import { catalogue } from '@/app/_data/catalogue';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listModuleUse } from '@/lib/modules/modules.query';

/** The curated modules with their manifests and how they have been used: {items}. */
export const GET = route(async () => {
  const [modules, uses] = await Promise.all([catalogue(), listModuleUse(webDatabase())]);
  const items = modules.map(({ id, cid, manifest }) => {
    const use = uses.find(({ moduleId }) => moduleId === id) ?? null;
    return { id, cid, manifest, use };
  });
  return { items };
});
