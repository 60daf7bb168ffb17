import { engineIdOf, WASM_ENGINE } from '@/lib/execution/engine-id';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { includesHex, sameHex, ZERO_BYTES32 } from '@/lib/shared/address';
import { load, loadedOr } from './load';

/** Live offers that take a module: any of class A, or the one that is named. At most 200 are looked at. */
export async function countTakers(
  moduleId?: `0x${string}`,
  engine: string = WASM_ENGINE,
): Promise<number> {
  const offers = loadedOr(
    await load(async (db, now) => (await listResourceOffers(db, {}, now, { limit: 200 })).items),
    [],
  );
  return offers.filter(({ state, submission: { offer, lists } }) => {
    const isNamed = moduleId !== undefined && includesHex(lists.modules ?? [], moduleId);
    const takesIt = isNamed || sameHex(offer.modulesHash, ZERO_BYTES32);
    return state === 'live' && takesIt && includesHex(lists.engines, engineIdOf(engine));
  }).length;
}
