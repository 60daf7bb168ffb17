import type { Address, Hex } from 'viem';

/** How a deal is checked. Numbers of the contract's enum. */
export const VERIFICATION = { none: 0, A: 1, B: 2 } as const;
export type Verification = (typeof VERIFICATION)[keyof typeof VERIFICATION];

/** Prices are for this much fuel: cost = basePrice + fuel * fuelPrice / 1e9, rounded down. */
export const FUEL_UNIT = 1_000_000_000n;

/** A resource offer's `total` for any number of deals, which the contract does not count. */
export const UNLIMITED_DEALS = 0xffff_ffff;

/**
 * What a buyer signs: run this module on these inputs, on these terms.
 * Times and windows in seconds, amounts in the token's smallest unit.
 */
export type JobOffer = {
  readonly buyer: Address;
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  readonly engine: Hex;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  /** 0 = any. */
  readonly gpuModel: Hex;
  readonly fuelLimit: bigint;
  readonly maxBasePrice: bigint;
  readonly maxFuelPrice: bigint;
  readonly verification: Verification;
  /** 0 for verification none. */
  readonly court: Hex;
  /** n: seats of the first panel. */
  readonly panelSize: number;
  /** theta: the provider locks (theta + n) * V. */
  readonly penaltyRate: number;
  /** p in 1/10,000. */
  readonly auditBps: number;
  readonly directoriesHash: Hex;
  /** 0 = any provider. */
  readonly providersHash: Hex;
  /** 0 = any solver. */
  readonly solver: Address;
  readonly solverFee: bigint;
  readonly executionWindow: number;
  readonly reviewWindow: number;
  /** Deals this offer may start, the first included. */
  readonly attempts: number;
  /** keccak256(secret), 0 = public draw. */
  readonly drawCommit: Hex;
  readonly expiry: number;
  readonly nonce: bigint;
};

/** What a provider signs, once for weeks. */
export type ResourceOffer = {
  readonly provider: Address;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  readonly gpuModel: Hex;
  readonly enginesHash: Hex;
  /** 0 = any module, class A only. */
  readonly modulesHash: Hex;
  readonly basePrice: bigint;
  readonly fuelPrice: bigint;
  readonly fuelPerSecond: bigint;
  readonly minExecutionWindow: number;
  readonly maxReviewWindow: number;
  readonly maxPanelSize: number;
  readonly minTheta: number;
  readonly maxTheta: number;
  readonly maxValue: bigint;
  readonly courtsHash: Hex;
  readonly directoriesHash: Hex;
  /** Bit set: 1 << verification. */
  readonly verifications: number;
  /** Live deals at most; lanes are 0 .. concurrent - 1. */
  readonly concurrent: number;
  /** Deals ever at most. */
  readonly total: number;
  /** Who signs tickets; 0 = no ticket needed. */
  readonly ticketKey: Address;
  readonly solver: Address;
  readonly solverFee: bigint;
  readonly expiry: number;
  readonly nonce: bigint;
};

/** Keeps a resource offer live until then; at most ten minutes ahead. Signed by ticketKey. */
export type Ticket = { readonly resourceOfferHash: Hex; readonly until: number };

/** A directory holds a module and inputs, which this buyer has proved to possess, until then. */
export type InputReceipt = {
  readonly buyer: Address;
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  readonly heldUntil: number;
};

/** A directory has recomputed a provider's seal from the result and holds it until then. */
export type ResultReceipt = {
  readonly dealId: Hex;
  readonly seal: Hex;
  readonly fuelUsed: bigint;
  readonly heldUntil: number;
};

/** A buyer accepts a result; anyone may hand it in. */
export type Acceptance = { readonly dealId: Hex; readonly seal: Hex; readonly fuelUsed: bigint };

/** An engine and the class at which a court judges it. */
export type EngineClass = { readonly engine: Hex; readonly class_: Verification };

/** The terms on which a court serves; the resources are caps of what a job may ask for. */
export type CourtTerms = {
  readonly enginesHash: Hex;
  readonly directoriesHash: Hex;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  readonly maxFuel: bigint;
  readonly maxExecutionWindow: number;
  readonly minSeatFee: bigint;
};

/** Everything that CourtFounded says of a court. */
export type CourtFacts = {
  readonly id: Hex;
  /** The invited, ascending; a member serves from when it joined. */
  readonly members: readonly Address[];
  readonly engines: readonly EngineClass[];
  readonly directories: readonly Address[];
  readonly terms: CourtTerms;
};

/** The EIP-712 domain of one market. */
export type MarketDomain = {
  readonly name: 'Reckon';
  readonly version: '1';
  readonly chainId: number;
  readonly verifyingContract: Address;
};

export function marketDomain(chainId: number, market: Address): MarketDomain {
  return { name: 'Reckon', version: '1', chainId, verifyingContract: market };
}
