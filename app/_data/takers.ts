import { engineIdOf, WASM_ENGINE } from '@/lib/execution/engine-id';
import { type ModuleClass, takesModule } from '@/lib/offers/module-class';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { load, loadedOr } from './load';

/** Live offers that take a module: any of class A, or the one that is named. At most 200 are looked at. */
export async function countTakers(
  id?: `0x${string}`,
  { engine, class: own }: { readonly engine: string; readonly class: ModuleClass } = {
    engine: WASM_ENGINE,
    class: 'A',
  },
): Promise<number> {
  const offers = loadedOr(
    await load(async (db, now) => (await listResourceOffers(db, {}, now, { limit: 200 })).items),
    [],
  );
  const module = { id, class: own, engine: engineIdOf(engine) };
  return offers.filter(
    ({ state, submission }) => state === 'live' && takesModule(submission, module),
  ).length;
}
