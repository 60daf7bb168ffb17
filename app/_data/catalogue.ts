import { createLogger } from '@/lib/log/logger.server';
import { type CatalogueModule, loadCatalogue } from '@/lib/modules/catalogue.server';

const log = createLogger('pages');

let loading: Promise<CatalogueModule[]> | undefined;

/**
 * The curated modules, read from disk once. They change only with a new build; a failed read is
 * tried again at the next request, and the page shows none meanwhile.
 */
export async function catalogue(): Promise<CatalogueModule[]> {
  loading ??= loadCatalogue();
  try {
    return await loading;
  } catch (error) {
    loading = undefined;
    log.error({ err: error }, 'the modules could not be read');
    return [];
  }
}

/** A module by its id, or by its name. */
export async function findModule(idOrName: string): Promise<CatalogueModule | undefined> {
  const wanted = idOrName.toLowerCase();
  const modules = await catalogue();
  return modules.find(({ id, manifest }) => id === wanted || manifest.name === wanted);
}
