import type { ModuleVersion } from '@/components/modules/module-versions';
import { listModuleUse } from '@/lib/modules/modules.query';
import { listPublishedModules } from '@/lib/modules/published-modules.query';
import { sameHex } from '@/lib/shared/address';
import type { ListedModule } from './listed-modules';
import { load, loadedOr } from './load';

/** As many as a page shows. */
const MOST = 50;

/** What the author of a module published under its name, newest first; the module alone otherwise. */
export async function versionsOf(module: ListedModule): Promise<ModuleVersion[]> {
  const { id, manifest, author, publishedAt } = module;
  const alone = { id, version: manifest.version, publishedAt };
  const { use, published } = loadedOr(
    await load(async (db) => ({
      use: await listModuleUse(db),
      published: author
        ? (await listPublishedModules(db, { author, name: manifest.name }, { limit: MOST })).items
        : [],
    })),
    { use: [], published: [] },
  );
  const others = published.map((other) => ({
    id: other.id,
    version: other.manifest.version,
    publishedAt: Number(other.publishedAt),
  }));
  const versions = others.some((other) => sameHex(other.id, id)) ? others : [alone, ...others];
  return versions.map((version) => ({
    ...version,
    runs: use.find(({ moduleId }) => sameHex(moduleId, version.id))?.deals ?? 0,
  }));
}
