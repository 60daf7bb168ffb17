import type { Address, Hex } from 'viem';
import { ascending, ZERO_ADDRESS, ZERO_BYTES32 } from '../shared/address';
import type { ResourceLists } from './match-item';
import { listHashOf, optionalListHashOf } from './offer-hash';
import { type ResourceOffer, VERIFICATION } from './offer-types';

/** What a provider decides about one machine. Times in seconds, amounts in the token's smallest unit. */
export type ResourceDraft = Pick<
  ResourceOffer,
  | 'provider'
  | 'cpuMilli'
  | 'memoryMiB'
  | 'storageMiB'
  | 'gpuCount'
  | 'gpuMemoryMiB'
  | 'basePrice'
  | 'fuelPrice'
  | 'fuelPerSecond'
  | 'minExecutionWindow'
  | 'maxReviewWindow'
  | 'maxValue'
  | 'concurrent'
  | 'total'
  | 'ticketKey'
  | 'expiry'
  | 'nonce'
> & {
  readonly gpuModel?: Hex | undefined;
  readonly engines: readonly Hex[];
  /** Class in which deals of these engines are checked: A unless given, B for containers. */
  readonly checkedIn?: 'A' | 'B' | undefined;
  readonly modules?: readonly Hex[] | undefined;
  readonly courts: readonly Hex[];
  readonly directories: readonly Address[];
  readonly maxPanelSize?: number | undefined;
  readonly minTheta?: number | undefined;
  readonly maxTheta?: number | undefined;
};

const MAX_PANEL = 15;
const MAX_THETA = 200;

/** The offer that a provider signs (one class, and unverified runs), and the lists that it names by hash. */
export function draftResourceOffer(draft: ResourceDraft): {
  offer: ResourceOffer;
  lists: ResourceLists;
} {
  const { engines, checkedIn = 'A', modules, courts, directories, gpuModel, ...rest } = draft;
  const lists = {
    engines: ascending(engines),
    modules: modules && ascending(modules),
    courts: ascending(courts),
    directories: ascending(directories),
  };
  const offer: ResourceOffer = {
    ...rest,
    gpuModel: gpuModel ?? ZERO_BYTES32,
    enginesHash: listHashOf(lists.engines),
    modulesHash: optionalListHashOf(lists.modules),
    maxPanelSize: draft.maxPanelSize ?? MAX_PANEL,
    minTheta: draft.minTheta ?? 1,
    maxTheta: draft.maxTheta ?? MAX_THETA,
    courtsHash: listHashOf(lists.courts),
    directoriesHash: listHashOf(lists.directories),
    verifications: (1 << VERIFICATION[checkedIn]) | (1 << VERIFICATION.none),
    solver: ZERO_ADDRESS,
    solverFee: 0n,
  };
  return { offer, lists };
}
