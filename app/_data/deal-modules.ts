import type { DealModule } from '@/components/deals/deal-module';
import { catalogue, findModule } from './catalogue';

/** What a deal's page shows of its module; undefined for one that is not curated here. */
export async function moduleOfDeal(id: string): Promise<DealModule | undefined> {
  const module = await findModule(id);
  return module && { id, title: module.manifest.title, outputs: module.manifest.outputs };
}

/** Ids and titles, for lists. */
export async function moduleNames(): Promise<{ id: string; title: string }[]> {
  return (await catalogue()).map(({ id, manifest }) => ({ id, title: manifest.title }));
}
