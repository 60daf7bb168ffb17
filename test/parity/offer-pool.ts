import fc from 'fast-check';
import { type Address, type Hex, keccak256, stringToHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { JobSubmission, ResourceSubmission } from '../../lib/offers/match-item';
import {
  courtIdOf,
  drawCommitOf,
  engineClassesHashOf,
  engineIdOf,
  listHashOf,
  membersHashOf,
  resourceOfferHashOf,
} from '../../lib/offers/offer-hash';
import {
  type CourtFacts,
  type CourtTerms,
  type EngineClass,
  type JobOffer,
  type MarketDomain,
  type ResourceOffer,
  VERIFICATION,
} from '../../lib/offers/offer-types';
import { leastAuditBps } from '../../lib/offers/price';
import {
  inputReceiptTypes,
  jobOfferTypes,
  resourceOfferTypes,
  ticketTypes,
} from '../../lib/offers/typed-data';
import { ascending, ZERO_ADDRESS, ZERO_BYTES32 } from '../../lib/shared/address';
import { buyers, directories, mediators, operator, pick, providers, solvers } from './people';

/** Signed offers of every sort for one run: mostly fitting, some not. */

const engineA = engineIdOf('reckon-wasm@1.0.0');
const engineB = engineIdOf('reckon-container@1.0.0');
const modules = ascending([keccak256('0x01'), keccak256('0x02')]);
const listOf = (accounts: readonly PrivateKeyAccount[]): Address[] =>
  ascending(accounts.map(({ address }) => address));
const bothDirectories = listOf(directories);
const firstDirectory = listOf(directories.slice(0, 1));

function court(
  accounts: readonly PrivateKeyAccount[],
  engines: readonly EngineClass[],
  courtDirectories: readonly Address[],
  minSeatFee: bigint,
): CourtFacts {
  const members = listOf(accounts);
  const terms: CourtTerms = {
    enginesHash: engineClassesHashOf(engines),
    directoriesHash: listHashOf(courtDirectories),
    cpuMilli: 2_000,
    memoryMiB: 1_024,
    storageMiB: 1_024,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    maxFuel: 5_000_000_000n,
    maxExecutionWindow: 40,
    minSeatFee,
  };
  const id = courtIdOf(membersHashOf(members), terms);
  return { id, members, engines, directories: courtDirectories, terms };
}

const party = [providers[2]!, solvers[1]!];
/** Thirteen members of whom two are also parties; class A only. */
const largeCourt = court(
  [...mediators.slice(0, 11), ...party],
  [{ engine: engineA, class_: VERIFICATION.A }],
  bothDirectories,
  500n,
);
/** Seven members; judges both engines. */
const smallCourt = court(
  mediators.slice(5),
  [
    { engine: engineA, class_: VERIFICATION.A },
    { engine: engineB, class_: VERIFICATION.B },
  ],
  firstDirectory,
  1_500n,
);
export const courts: readonly CourtFacts[] = [largeCourt, smallCourt];

export type SignedJob = JobSubmission & { readonly secret: Hex };
export type SignedResource = ResourceSubmission & {
  /** A ticket that holds until a time; what its key signs. */
  readonly signTicket: (until: number) => Promise<Hex>;
};

const often = <T>(usual: T, ...rare: T[]) =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...rare) },
  );

export type JobPlan = {
  readonly buyer: number;
  readonly kind: 'A' | 'B' | 'none';
  readonly isSmallCourt: boolean;
  readonly change: Partial<JobOffer>;
  readonly isPrivate: boolean;
  readonly rate: 'least' | 'half' | 'always';
  readonly isListed: boolean;
  readonly hasBothDirectories: boolean;
  readonly heldFor: number;
};

export const jobPlan: fc.Arbitrary<JobPlan> = fc.record({
  buyer: fc.nat(1),
  kind: fc.constantFrom('A', 'A', 'A', 'A', 'B', 'none'),
  isSmallCourt: fc.boolean(),
  isPrivate: fc.constantFrom(false, false, true),
  rate: fc.constantFrom('least', 'half', 'always'),
  isListed: fc.constantFrom(false, false, false, true),
  hasBothDirectories: fc.boolean(),
  heldFor: often(100_000, 10),
  change: fc.record({
    fuelLimit: fc.constantFrom(1_000_000_000n, 5_000_000_000n, 123_456_789n),
    panelSize: fc.oneof(
      { weight: 20, arbitrary: fc.constant(1) },
      { weight: 14, arbitrary: fc.constant(3) },
      { weight: 1, arbitrary: fc.constantFrom(2, 17) },
    ),
    penaltyRate: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(1, 2, 5, 40) },
      { weight: 1, arbitrary: fc.constantFrom(0, 201) },
    ),
    solverFee: often(0n, 100n, 1_000_000n),
    executionWindow: often(20, 30, 5, 50, 61),
    reviewWindow: often(30, 60, 0, 121),
    attempts: fc.constantFrom(1, 2, 3),
    maxBasePrice: often(5_000n, 0n),
    maxFuelPrice: often(5_000n, 1n),
    cpuMilli: often(1_000, 3_000, 9_000),
    gpuModel: often<Hex>(ZERO_BYTES32, keccak256('0xff')),
    solver: often<Address>(ZERO_ADDRESS, solvers[0]!.address),
  }),
});

export type ResourcePlan = {
  readonly provider: number;
  readonly isAnyModule: boolean;
  readonly hasTicket: boolean;
  readonly hasBothDirectories: boolean;
  readonly change: Partial<ResourceOffer>;
};

export const resourcePlan: fc.Arbitrary<ResourcePlan> = fc.record({
  provider: fc.nat(2),
  isAnyModule: fc.boolean(),
  hasTicket: fc.constantFrom(false, false, true),
  hasBothDirectories: fc.boolean(),
  change: fc.record({
    basePrice: fc.constantFrom(0n, 1_000n, 3_333n),
    fuelPrice: often(1_999n, 3_001n, 7n),
    solverFee: fc.constantFrom(0n, 50n, 77n),
    concurrent: fc.constantFrom(1, 2, 3),
    total: often(50, 1, 2),
    maxPanelSize: often(15, 1),
    minTheta: often(0, 2),
    maxTheta: often(200, 4),
    maxValue: often(1_000_000n, 500n),
    verifications: often(7, 2, 1),
    solver: often<Address>(ZERO_ADDRESS, solvers[1]!.address),
  }),
});

export async function signJob(
  plan: JobPlan,
  nonce: bigint,
  domain: MarketDomain,
  now: number,
): Promise<SignedJob> {
  const buyer = pick(buyers, plan.buyer);
  const isVerified = plan.kind !== 'none';
  const isSmall = plan.kind === 'B' || plan.isSmallCourt;
  const n = isVerified ? (plan.change.panelSize ?? 1) : 0;
  const theta = plan.change.penaltyRate ?? 1;
  const list = plan.hasBothDirectories ? bothDirectories : firstDirectory;
  const allowed = plan.isListed ? listOf(providers.slice(0, 2)) : undefined;
  const secret = keccak256(stringToHex(`secret ${nonce}`));
  const rates = { least: leastAuditBps(theta, n), half: 5_000, always: 10_000 };
  const auditBps = Math.max(rates[plan.rate], plan.rate === 'half' ? rates.least : 0);
  const offer: JobOffer = {
    buyer: buyer.address,
    moduleId: pick(modules, Number(nonce)),
    inputsId: keccak256(stringToHex(`inputs ${nonce}`)),
    engine: plan.kind === 'B' ? engineB : engineA,
    cpuMilli: 1_000,
    memoryMiB: 256,
    storageMiB: 64,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    gpuModel: ZERO_BYTES32,
    fuelLimit: 1_000_000_000n,
    maxBasePrice: 5_000n,
    maxFuelPrice: 5_000n,
    verification: VERIFICATION[plan.kind],
    court: isVerified ? (isSmall ? smallCourt : largeCourt).id : ZERO_BYTES32,
    penaltyRate: theta,
    directoriesHash: listHashOf(list),
    providersHash: allowed ? listHashOf(allowed) : ZERO_BYTES32,
    solver: ZERO_ADDRESS,
    solverFee: 0n,
    executionWindow: 20,
    reviewWindow: 30,
    attempts: 2,
    drawCommit: isVerified && plan.isPrivate ? drawCommitOf(secret) : ZERO_BYTES32,
    expiry: now + 5_000,
    nonce,
    ...plan.change,
    panelSize: n,
    auditBps: isVerified ? Math.min(auditBps, 65_535) : 0,
  };
  // The list's only directory that every court knows.
  const holder = directories[0]!;
  const heldUntil = now + plan.heldFor;
  const [signature, receipt] = await Promise.all([
    buyer.signTypedData({ domain, types: jobOfferTypes, primaryType: 'JobOffer', message: offer }),
    holder.signTypedData({
      domain,
      types: inputReceiptTypes,
      primaryType: 'InputReceipt',
      message: {
        buyer: offer.buyer,
        moduleId: offer.moduleId,
        inputsId: offer.inputsId,
        heldUntil,
      },
    }),
  ]);
  return {
    offer,
    signature,
    secret,
    lists: { directories: list, providers: allowed },
    inputReceipt: { directory: holder.address, heldUntil, signature: receipt },
  };
}

export async function signResource(
  plan: ResourcePlan,
  nonce: bigint,
  domain: MarketDomain,
  now: number,
): Promise<SignedResource> {
  const provider = pick(providers, plan.provider);
  const lists = {
    engines: ascending([engineA, engineB]),
    modules: plan.isAnyModule ? undefined : modules,
    courts: ascending(courts.map(({ id }) => id)),
    directories: plan.hasBothDirectories ? bothDirectories : firstDirectory,
  };
  const offer: ResourceOffer = {
    provider: provider.address,
    cpuMilli: 4_000,
    memoryMiB: 1_024,
    storageMiB: 1_024,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    gpuModel: ZERO_BYTES32,
    enginesHash: listHashOf(lists.engines),
    modulesHash: lists.modules ? listHashOf(lists.modules) : ZERO_BYTES32,
    basePrice: 1_000n,
    fuelPrice: 2_000n,
    fuelPerSecond: 500_000_000n,
    minExecutionWindow: 5,
    maxReviewWindow: 100,
    maxPanelSize: 15,
    minTheta: 0,
    maxTheta: 200,
    maxValue: 1_000_000n,
    courtsHash: listHashOf(lists.courts),
    directoriesHash: listHashOf(lists.directories),
    verifications: 7,
    concurrent: 2,
    total: 50,
    ticketKey: plan.hasTicket ? operator.address : ZERO_ADDRESS,
    solver: ZERO_ADDRESS,
    solverFee: 0n,
    expiry: now + 8_000,
    nonce,
    ...plan.change,
  };
  const hash = resourceOfferHashOf(offer);
  const signature = await provider.signTypedData({
    domain,
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  });
  const signTicket = (until: number) =>
    operator.signTypedData({
      domain,
      types: ticketTypes,
      primaryType: 'Ticket',
      message: { resourceOfferHash: hash, until },
    });
  return { offer, signature, lists, signTicket };
}
