import type { Address, Hex } from 'viem';
import type { ModuleSample } from '@/components/modules/module-thumbnail';
import { openCar } from '@/lib/content/car';
import { webDatabase } from '@/lib/db/web-database.server';
import type { ModuleManifest } from '@/lib/modules/oci-manifest';
import {
  findPublishedModule,
  type PublishedModule,
  readPublishedCar,
  readPublishedSample,
} from '@/lib/modules/published-modules.query';
import { findModule } from './catalogue';
import { endorsedModules } from './endorsed';
import { load, loadedOr } from './load';
import { sampleOf } from './samples';

/** A module as pages show it, whoever it is from. */
export type ListedModule = {
  readonly id: Hex;
  readonly cid: string;
  readonly manifest: ModuleManifest;
  readonly isEndorsed: boolean;
  /** Whose wallet published it; null for one of the project's own. */
  readonly author: Address | null;
  /** Seconds since 1970. */
  readonly publishedAt: number | null;
};

/**
 * A module by its id, or a curated one by its name. Names of published modules say nothing: anybody
 * may take any.
 */
export async function findListedModule(idOrName: string): Promise<ListedModule | undefined> {
  const curated = await findModule(idOrName);
  const endorsed = await endorsedModules();
  if (curated) {
    const { id, cid, manifest } = curated;
    return { id, cid, manifest, isEndorsed: endorsed.has(id), author: null, publishedAt: null };
  }
  const id = moduleIdOf(idOrName);
  if (id === undefined) return undefined;
  const published = loadedOr(await load((db) => findPublishedModule(db, id)), undefined);
  return published && listedOf(published, endorsed);
}

export function listedOf(
  module: PublishedModule,
  endorsed: ReadonlyMap<Hex, unknown>,
): ListedModule {
  const { id, cid, manifest, author, publishedAt } = module;
  return {
    id,
    cid,
    manifest,
    isEndorsed: endorsed.has(id),
    author,
    publishedAt: Number(publishedAt),
  };
}

/** A file of a module's example, by its name in the job. */
export async function exampleFile(id: string, name: string): Promise<Uint8Array | undefined> {
  const curated = await findModule(id);
  if (curated) return curated.example.files.get(name);
  const wanted = moduleIdOf(id);
  const car = wanted && (await readPublishedCar(webDatabase(), wanted));
  if (!car) return undefined;
  const { files } = await openCar(car);
  const module = await findListedModule(id);
  const path = module?.manifest.example.files[name];
  return path === undefined ? undefined : files.get(path);
}

/** What the example of a module gives. */
export async function sampleOfModule({
  id,
  author,
  manifest,
}: ListedModule): Promise<ModuleSample | undefined> {
  if (author === null) return sampleOf(manifest.name);
  const sample = loadedOr(await load((db) => readPublishedSample(db, id)), undefined);
  if (sample === undefined) return undefined;
  if (sample.type.startsWith('image/')) return { kind: 'image', src: `/modules/${id}/sample` };
  const text = new TextDecoder().decode(sample.bytes);
  return { kind: sample.type === 'text/csv' ? 'table' : 'text', text };
}

export function moduleIdOf(text: string): Hex | undefined {
  const id = text.toLowerCase();
  return /^0x[0-9a-f]{64}$/.test(id) ? (id as Hex) : undefined;
}
