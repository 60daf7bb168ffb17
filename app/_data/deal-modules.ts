import type { DealModule } from '@/components/deals/deal-module';
import { listPublishedModules } from '@/lib/modules/published-modules.query';
import { catalogue } from './catalogue';
import { endorsedModules } from './endorsed';
import { findListedModule, type ListedModule, listedOf } from './listed-modules';
import { load, loadedOr } from './load';

/** Published modules whose titles lists know; older ones show by their ids. */
const NEWEST = 200;

/** What a deal's page shows of its module; undefined for one that is not known here. */
export async function moduleOfDeal(id: string): Promise<DealModule | undefined> {
  const module = await findListedModule(id);
  return (
    module && {
      id,
      title: titleOf(module),
      version: module.manifest.version,
      outputs: module.manifest.outputs,
    }
  );
}

/** A module in a list of names. */
export type ModuleName = { id: string; title: string; isOwn: boolean };

/** Ids and titles, for lists: the project's own, and what anybody published. */
export async function moduleNames(): Promise<ModuleName[]> {
  const [curated, endorsed, published] = await Promise.all([
    catalogue(),
    endorsedModules(),
    load(async (db) => (await listPublishedModules(db, {}, { limit: NEWEST })).items),
  ]);
  const others = loadedOr(published, []).map((module) => listedOf(module, endorsed));
  return [
    ...curated.map(({ id, manifest }) => ({ id, title: manifest.title, isOwn: true })),
    ...others.map(nameOf),
  ];
}

export function nameOf(module: ListedModule): ModuleName {
  return { id: module.id, title: titleOf(module), isOwn: module.author === null };
}

/** Anybody may call a module "Cowsay": what nobody endorses says so wherever its title is read. */
function titleOf(module: {
  readonly manifest: { readonly title: string };
  readonly author: string | null;
  readonly isEndorsed: boolean;
}): string {
  const { title } = module.manifest;
  return module.author === null || module.isEndorsed ? title : `${title} (not endorsed)`;
}
