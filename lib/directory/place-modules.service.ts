import { contentIdOf } from '../content/content-id';
import type { CatalogueModule } from '../modules/catalogue.server';
import type { DirectoryPorts } from './directory-ports';

/** Stores the operator's own modules and keeps them for good. Returns their names. */
export async function placeModules(
  { store, now }: DirectoryPorts,
  modules: readonly Pick<CatalogueModule, 'files' | 'manifest'>[],
): Promise<string[]> {
  for (const { files } of modules) {
    const content = await contentIdOf(files);
    await store.put({ ...content, files: new Map(files) }, { now: now(), isPinned: true });
  }
  return modules.map(({ manifest }) => manifest.name);
}
