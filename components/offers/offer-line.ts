import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import type { ResourceOfferState } from '@/lib/offers/resource-offer-state';
import type { ProviderRecord } from '@/lib/providers/providers.query';
import { sameHex } from '@/lib/shared/address';

/** An offer as its table shows it. */
export interface OfferLine {
  hash: string;
  provider: string;
  state: ResourceOfferState;
  cpu: number;
  memory: number;
  gpu: number;
  fuelPerSecond: bigint;
  speed: number;
  deals: number;
  overturned: number;
  missed: number;
  basePrice: bigint;
  fuelPrice: bigint;
}

export function offerLineOf(choice: OfferChoice, providers: readonly ProviderRecord[]): OfferLine {
  const { offer, hash, state } = choice;
  const record = providers.find(({ address }) => sameHex(address, offer.provider));
  return {
    hash,
    provider: offer.provider,
    state,
    cpu: offer.cpuMilli / 1000,
    memory: offer.memoryMiB,
    gpu: offer.gpuCount,
    fuelPerSecond: offer.fuelPerSecond,
    speed: Number(offer.fuelPerSecond),
    deals: record?.deals ?? choice.dealsEver,
    overturned: record?.overturned ?? 0,
    missed: record?.missed ?? 0,
    basePrice: offer.basePrice,
    fuelPrice: offer.fuelPrice,
  };
}
