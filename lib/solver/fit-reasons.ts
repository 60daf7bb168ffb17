import type { MarketErrorName } from '../chain/market-error-name';
import { longestDeal, neededExecutionWindow } from '../offers/deal-windows';
import type { JobSubmission, ResourceSubmission } from '../offers/match-item';
import { type JobOffer, type ResourceOffer, VERIFICATION } from '../offers/offer-types';
import { dealValueOf } from '../offers/price';
import { includesHex, sameHex, ZERO_BYTES32 } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';
import { unless } from './reason';

/** What a job may ask for, in the contract's order. */
export const RESOURCES = [
  'cpuMilli',
  'memoryMiB',
  'storageMiB',
  'gpuCount',
  'gpuMemoryMiB',
] as const;

/** Resources, prices, windows, value and what the provider accepts. */
export function fitReasons(
  wanted: JobOffer,
  offered: ResourceOffer,
  config: Pick<MarketConfig, 'maxExecutionWindow' | 'maxReviewWindow'>,
): MarketErrorName[] {
  const { executionWindow, reviewWindow } = wanted;
  const value = dealValueOf(offered, wanted.fuelLimit);
  const isAnyGpu = sameHex(wanted.gpuModel, ZERO_BYTES32);
  const longestReview = Math.min(config.maxReviewWindow, offered.maxReviewWindow);
  const needed = neededExecutionWindow(offered, wanted.fuelLimit);
  return [
    ...unless(
      RESOURCES.every((name) => wanted[name] <= offered[name]),
      'Market_ResourcesTooSmall',
    ),
    ...unless(isAnyGpu || sameHex(wanted.gpuModel, offered.gpuModel), 'Market_GpuModelDiffers'),
    ...unless(offered.basePrice <= wanted.maxBasePrice, 'Market_BasePriceTooHigh'),
    ...unless(offered.fuelPrice <= wanted.maxFuelPrice, 'Market_FuelPriceTooHigh'),
    ...unless(BigInt(executionWindow) >= needed, 'Market_WindowTooShort'),
    ...unless(executionWindow <= config.maxExecutionWindow, 'Market_WindowTooLong'),
    ...unless(reviewWindow > 0, 'Market_WindowTooShort'),
    ...unless(reviewWindow <= longestReview, 'Market_WindowTooLong'),
    ...unless(value > 0n && value <= offered.maxValue, 'Market_ValueOutOfRange'),
    ...unless(
      (offered.verifications & (1 << wanted.verification)) !== 0,
      'Market_VerificationNotAccepted',
    ),
    ...unless(wanted.penaltyRate <= offered.maxTheta, 'Market_ThetaOutOfRange'),
  ];
}

/** Engine, module, and the directory that holds the inputs. */
export function listReasons(
  { offer: wanted, lists: wantedLists, inputReceipt }: JobSubmission,
  { offer: offered, lists }: ResourceSubmission,
): MarketErrorName[] {
  const { directory } = inputReceipt;
  const isAnyModule = sameHex(offered.modulesHash, ZERO_BYTES32);
  return [
    ...unless(includesHex(lists.engines, wanted.engine), 'Market_EngineNotListed'),
    ...unless(
      isAnyModule
        ? wanted.verification === VERIFICATION.A
        : includesHex(lists.modules ?? [], wanted.moduleId),
      'Market_ModuleNotListed',
    ),
    ...unless(
      includesHex(wantedLists.directories, directory) && includesHex(lists.directories, directory),
      'Market_DirectoryNotListed',
    ),
  ];
}

/** The inputs are held for as long as the deal can last. */
export function holdReasons(
  { offer, inputReceipt }: JobSubmission,
  { now, config }: { readonly now: number; readonly config: MarketConfig },
): MarketErrorName[] {
  const until = now + longestDeal(offer, config);
  return unless(inputReceipt.heldUntil >= until, 'Market_ReceiptTooShort');
}
