import type { ModuleCardProps } from '@/components/modules/module-card';
import { engineIdOf } from '@/lib/execution/engine-id';
import { listModuleUse, type ModuleUse } from '@/lib/modules/modules.query';
import type { ModuleManifest } from '@/lib/modules/oci-manifest';
import { listPublishedModules, type PublishedCursor } from '@/lib/modules/published-modules.query';
import { takesModule } from '@/lib/offers/module-class';
import { costOf } from '@/lib/offers/price';
import { listResourceOffers, type ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import { sameHex } from '@/lib/shared/address';
import { catalogue } from './catalogue';
import { endorsedModules } from './endorsed';
import { type ListedModule, listedOf, sampleOfModule } from './listed-modules';
import { load, loadedOr } from './load';

/** Every curated module with what it costs now and how often it ran; works without a database. */
export async function moduleCards(): Promise<ModuleCardProps[]> {
  const [modules, endorsed] = await Promise.all([catalogue(), endorsedModules()]);
  return cardsOf(
    modules.map(({ id, cid, manifest }) => ({
      ...{ id, cid, manifest, isEndorsed: endorsed.has(id) },
      ...{ author: null, publishedAt: null },
    })),
  );
}

/** A page of the modules that anybody has published, newest first. */
export async function publishedCards(
  limit: number,
  after?: PublishedCursor,
): Promise<{ cards: ModuleCardProps[]; next: PublishedCursor | null }> {
  const endorsed = await endorsedModules();
  const page = loadedOr(await load((db) => listPublishedModules(db, {}, { limit, after })), {
    items: [],
    next: null,
  });
  const listed = page.items.map((module) => listedOf(module, endorsed));
  return { cards: await cardsOf(listed), next: page.next };
}

async function cardsOf(modules: readonly ListedModule[]): Promise<ModuleCardProps[]> {
  const market = await load(async (db, now) => ({
    use: await listModuleUse(db),
    offers: (await listResourceOffers(db, {}, now, { limit: 100 })).items,
  }));
  const { use, offers } = market.ok ? market.data : { use: [], offers: [] };
  return Promise.all(modules.map((module) => cardOf(module, use, offers)));
}

async function cardOf(
  module: ListedModule,
  use: readonly ModuleUse[],
  offers: readonly ResourceOfferItem[],
): Promise<ModuleCardProps> {
  const { id, manifest, isEndorsed } = module;
  const own = use.find(({ moduleId }) => sameHex(moduleId, id));
  return {
    id,
    title: manifest.title,
    summary: manifest.summary,
    verificationClass: manifest.class,
    isEndorsed,
    tags: manifest.tags,
    priceFrom: cheapestOf(id, manifest, offers),
    use: own && {
      runs: own.deals,
      medianPrice: own.medianPrice,
      medianResultSeconds: own.medianResultSeconds,
    },
    author: manifest.author,
    licence: manifest.licence,
    engine: manifest.engine,
    sample: await sampleOfModule(module),
  };
}

/** What a full run costs at the cheapest live offer that takes the module. */
function cheapestOf(
  id: `0x${string}`,
  manifest: Pick<ModuleManifest, 'engine' | 'class' | 'fuelLimit'>,
  offers: readonly ResourceOfferItem[],
): bigint | undefined {
  const module = { id, class: manifest.class, engine: engineIdOf(manifest.engine) };
  return offers
    .filter(({ state, submission }) => state === 'live' && takesModule(submission, module))
    .map(({ submission }) => costOf(submission.offer, BigInt(manifest.fuelLimit)))
    .reduce<bigint | undefined>(
      (least, cost) => (least === undefined || cost < least ? cost : least),
      undefined,
    );
}
