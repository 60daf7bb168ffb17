import { type Address, getAddress, type Hex } from 'viem';
import { engineClassesHashOf, engineIdOf, listHashOf } from '../../lib/offers/offer-hash';
import {
  type CourtTerms,
  type JobOffer,
  type ResourceOffer,
  VERIFICATION,
} from '../../lib/offers/offer-types';
import { leastAuditBps } from '../../lib/offers/price';
import { ZERO_ADDRESS, ZERO_BYTES32 } from '../../lib/shared/address';

/** Offers, courts and addresses for tests; every part can be replaced. */

export const testEngine: Hex = engineIdOf('reckon-wasm@1.0.0');

export function testAddress(index: number): Address {
  return getAddress(`0x${index.toString(16).padStart(40, '0')}`);
}

export function testHash(index: number): Hex {
  return `0x${index.toString(16).padStart(64, '0')}`;
}

export const testDirectory: Address = testAddress(0xd1);

/** Resource needs of a small job; no GPU. */
export const smallResources = {
  cpuMilli: 1_000,
  memoryMiB: 256,
  storageMiB: 64,
  gpuCount: 0,
  gpuMemoryMiB: 0,
} as const;

/** n = 1, theta = 40, the least audit rate, class A. V = 1,000 + 5e9 fuel at 2,000 = 11,000. */
export function jobOffer(overrides: Partial<JobOffer> = {}): JobOffer {
  return {
    buyer: testAddress(0xb1),
    moduleId: testHash(0x11),
    inputsId: testHash(0x12),
    engine: testEngine,
    ...smallResources,
    gpuModel: ZERO_BYTES32,
    fuelLimit: 5_000_000_000n,
    maxBasePrice: 1_000n,
    maxFuelPrice: 2_000n,
    verification: VERIFICATION.A,
    court: testHash(0xc1),
    panelSize: 1,
    penaltyRate: 40,
    auditBps: leastAuditBps(40, 1),
    directoriesHash: listHashOf([testDirectory]),
    providersHash: ZERO_BYTES32,
    solver: ZERO_ADDRESS,
    solverFee: 100n,
    executionWindow: 30,
    reviewWindow: 60,
    attempts: 3,
    drawCommit: ZERO_BYTES32,
    expiry: 4_000_000_000,
    nonce: 1n,
    ...overrides,
  };
}

/** Accepts jobOffer(). */
export function resourceOffer(overrides: Partial<ResourceOffer> = {}): ResourceOffer {
  return {
    provider: testAddress(0xa1),
    cpuMilli: 4_000,
    memoryMiB: 4_096,
    storageMiB: 4_096,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    gpuModel: ZERO_BYTES32,
    enginesHash: listHashOf([testEngine]),
    modulesHash: ZERO_BYTES32,
    basePrice: 1_000n,
    fuelPrice: 2_000n,
    fuelPerSecond: 500_000_000n,
    minExecutionWindow: 5,
    maxReviewWindow: 600,
    maxPanelSize: 5,
    minTheta: 1,
    maxTheta: 200,
    maxValue: 1_000_000_000n,
    courtsHash: listHashOf([testHash(0xc1)]),
    directoriesHash: listHashOf([testDirectory]),
    verifications: 1 << VERIFICATION.A,
    concurrent: 2,
    total: 1_000,
    ticketKey: ZERO_ADDRESS,
    solver: ZERO_ADDRESS,
    solverFee: 50n,
    expiry: 4_000_000_000,
    nonce: 1n,
    ...overrides,
  };
}

/** Judges the test engine at class A, with wide caps. */
export function courtTerms(overrides: Partial<CourtTerms> = {}): CourtTerms {
  return {
    enginesHash: engineClassesHashOf([{ engine: testEngine, class_: VERIFICATION.A }]),
    directoriesHash: listHashOf([testDirectory]),
    cpuMilli: 16_000,
    memoryMiB: 8_192,
    storageMiB: 8_192,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    maxFuel: 1_000_000_000_000n,
    maxExecutionWindow: 3_600,
    minSeatFee: 500n,
    ...overrides,
  };
}
