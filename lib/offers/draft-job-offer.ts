import type { Address, Hex } from 'viem';
import { ascending, ZERO_ADDRESS, ZERO_BYTES32 } from '../shared/address';
import type { JobLists } from './match-item';
import { listHashOf, optionalListHashOf } from './offer-hash';
import { type JobOffer, VERIFICATION, type Verification } from './offer-types';
import { leastAuditBps } from './price';

/** What a module asks of a machine. */
export type NeededResources = Pick<
  JobOffer,
  'cpuMilli' | 'memoryMiB' | 'storageMiB' | 'gpuCount' | 'gpuMemoryMiB'
>;

/** How a run is protected; auditBps is the least that the deterrence bound allows unless given. */
export type Protection = {
  readonly verification: Verification;
  readonly court: Hex;
  readonly n: number;
  readonly theta: number;
  readonly auditBps?: number | undefined;
  /** keccak256 of the buyer's secret; undefined = public draw. */
  readonly drawCommit?: Hex | undefined;
};

/** Everything a buyer decided. Times in seconds, amounts in the token's smallest unit. */
export type JobDraft = {
  readonly buyer: Address;
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  readonly engine: Hex;
  readonly resources: NeededResources;
  readonly fuelLimit: bigint;
  readonly maxBasePrice: bigint;
  readonly maxFuelPrice: bigint;
  readonly protection: Protection;
  readonly directories: readonly Address[];
  /** Providers that may run it; undefined = any. */
  readonly providers?: readonly Address[] | undefined;
  readonly solverFee?: bigint | undefined;
  readonly executionWindow: number;
  readonly reviewWindow: number;
  readonly attempts?: number | undefined;
  readonly expiry: number;
  /** Offers of one buyer never share a nonce: see offer-nonce. */
  readonly nonce: bigint;
};

/** Providers that may try it, one after the other, on one signature. */
export const DEFAULT_ATTEMPTS = 3;

/** The offer that a buyer signs, and the lists that it names by hash. */
export function draftJobOffer(draft: JobDraft): { offer: JobOffer; lists: JobLists } {
  const directories = ascending(draft.directories);
  const providers = draft.providers && ascending(draft.providers);
  const { verification, court, n, theta, auditBps, drawCommit } = draft.protection;
  const isVerified = verification !== VERIFICATION.none;
  const offer: JobOffer = {
    buyer: draft.buyer,
    moduleId: draft.moduleId,
    inputsId: draft.inputsId,
    engine: draft.engine,
    ...draft.resources,
    gpuModel: ZERO_BYTES32,
    fuelLimit: draft.fuelLimit,
    maxBasePrice: draft.maxBasePrice,
    maxFuelPrice: draft.maxFuelPrice,
    verification,
    court: isVerified ? court : ZERO_BYTES32,
    panelSize: isVerified ? n : 0,
    penaltyRate: theta,
    auditBps: isVerified ? (auditBps ?? leastAuditBps(theta, n)) : 0,
    directoriesHash: listHashOf(directories),
    providersHash: optionalListHashOf(providers),
    solver: ZERO_ADDRESS,
    solverFee: draft.solverFee ?? 0n,
    executionWindow: draft.executionWindow,
    reviewWindow: draft.reviewWindow,
    attempts: draft.attempts ?? DEFAULT_ATTEMPTS,
    drawCommit: isVerified ? (drawCommit ?? ZERO_BYTES32) : ZERO_BYTES32,
    expiry: draft.expiry,
    nonce: draft.nonce,
  };
  return { offer, lists: { directories, providers } };
}
