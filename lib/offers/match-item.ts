import type { Address, Hex } from 'viem';
import { sameHex, ZERO_ADDRESS, ZERO_BYTES32 } from '../shared/address';
import { listHashOf, optionalListHashOf } from './offer-hash';
import {
  type CourtFacts,
  type CourtTerms,
  type EngineClass,
  type JobOffer,
  type ResourceOffer,
  VERIFICATION,
} from './offer-types';

/** What a job offer names by hash; lists are strictly ascending. */
export type JobLists = {
  readonly directories: readonly Address[];
  /** undefined = any provider. */
  readonly providers?: readonly Address[] | undefined;
};

/** What a resource offer names by hash. */
export type ResourceLists = {
  readonly engines: readonly Hex[];
  /** undefined = any module (class A only). */
  readonly modules?: readonly Hex[] | undefined;
  readonly courts: readonly Hex[];
  readonly directories: readonly Address[];
};

/** A directory's InputReceipt for the job's module and inputs. */
export type SignedInputReceipt = {
  readonly directory: Address;
  readonly heldUntil: number;
  readonly signature: Hex;
};

/** An EIP-2612 permit for the market, to be sent by whoever sends the match. */
export type SignedPermit = {
  readonly owner: Address;
  readonly amount: bigint;
  readonly deadline: bigint;
  readonly signature: Hex;
};

/** POST /api/v1/job-offers. The draw's secret never leaves the buyer. */
export type JobSubmission = {
  readonly offer: JobOffer;
  readonly signature: Hex;
  readonly lists: JobLists;
  readonly inputReceipt: SignedInputReceipt;
  readonly permit?: SignedPermit | undefined;
};

/** POST /api/v1/resource-offers. */
export type ResourceSubmission = {
  readonly offer: ResourceOffer;
  readonly signature: Hex;
  readonly lists: ResourceLists;
};

/** POST /api/v1/tickets. */
export type TicketSubmission = {
  readonly resourceOfferHash: Hex;
  readonly until: number;
  readonly signature: Hex;
};

/** One job of a side: the side's offer with these inputs and this nonce is what its buyer signed. */
export type JobItem = {
  readonly inputsId: Hex;
  readonly nonce: bigint;
  readonly signature: Hex;
  readonly lane: number;
  readonly heldUntil: number;
  readonly receiptSignature: Hex;
  readonly failed: readonly Address[];
};

/**
 * Job offers of one buyer that differ in inputs and nonce alone, and what they name by hash, as the
 * contract takes them (contracts/src/types/Offers.sol). The offer's own inputs and nonce are zero.
 */
export type JobSide = {
  readonly offer: JobOffer;
  readonly directory: Address;
  readonly directories: readonly Address[];
  readonly providers: readonly Address[];
  readonly items: readonly JobItem[];
};

/** The side that all jobs of a batch share: a resource offer, what it names by hash, and the court. */
export type ResourceSide = {
  readonly offer: ResourceOffer;
  readonly signature: Hex;
  readonly ticketUntil: number;
  readonly ticketSignature: Hex;
  readonly directories: readonly Address[];
  readonly engines: readonly Hex[];
  readonly modules: readonly Hex[];
  readonly courts: readonly Hex[];
  readonly courtEngines: readonly EngineClass[];
  readonly courtDirectories: readonly Address[];
  readonly courtTerms: CourtTerms;
  readonly membersHash: Hex;
};

/** The arguments of matchDeal. */
export type MatchSides = { readonly resource: ResourceSide; readonly job: JobSide };

export type MatchParts = {
  readonly job: JobSubmission;
  readonly resource: ResourceSubmission;
  /** Needed where the resource offer has a ticketKey. */
  readonly ticket?: TicketSubmission | undefined;
  /** Needed unless verification is none. */
  readonly court?: CourtFacts | undefined;
  /** Any free lane below resource.offer.concurrent. */
  readonly lane: number;
  /** Providers of this job's failed deals, in order. */
  readonly failed: readonly Address[];
};

/**
 * Puts a match together. Directory lists that equal the job's are left empty, as the contract
 * allows; so are the court's parts for verification none.
 */
export function buildMatch({ job, resource, ticket, court, lane, failed }: MatchParts): MatchSides {
  const isVerified = job.offer.verification !== VERIFICATION.none;
  const judged = isVerified ? court : undefined;
  const { directories } = job.lists;
  return {
    resource: {
      offer: resource.offer,
      signature: resource.signature,
      ticketUntil: ticket?.until ?? 0,
      ticketSignature: ticket?.signature ?? '0x',
      directories: unlessSame(resource.lists.directories, directories),
      engines: resource.lists.engines,
      modules: resource.lists.modules ?? [],
      courts: isVerified ? resource.lists.courts : [],
      courtEngines: judged?.engines ?? [],
      courtDirectories: judged ? unlessSame(judged.directories, directories) : [],
      courtTerms: judged?.terms ?? NO_COURT_TERMS,
      membersHash: judged ? listHashOf(judged.members) : ZERO_BYTES32,
    },
    job: {
      offer: { ...job.offer, inputsId: ZERO_BYTES32, nonce: 0n },
      directory: job.inputReceipt.directory,
      directories,
      providers: job.lists.providers ?? [],
      items: [
        {
          inputsId: job.offer.inputsId,
          nonce: job.offer.nonce,
          signature: job.signature,
          lane,
          heldUntil: job.inputReceipt.heldUntil,
          receiptSignature: job.inputReceipt.signature,
          failed,
        },
      ],
    },
  };
}

/** The same jobs in the same order, neighbours that share all but their items as one side. */
export function gatherJobs(jobs: readonly JobSide[]): JobSide[] {
  const sides: JobSide[] = [];
  for (const job of jobs) {
    const last = sides.at(-1);
    if (last && sharedTextOf(last) === sharedTextOf(job)) {
      sides[sides.length - 1] = { ...last, items: [...last.items, ...job.items] };
    } else {
      sides.push(job);
    }
  }
  return sides;
}

/** Equal for sides that only differ in their items. */
function sharedTextOf({ offer, directory, directories, providers }: JobSide): string {
  const text = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  return JSON.stringify([Object.entries(offer).sort(), directory, directories, providers], text);
}

/** What DealMatched carries for it: an empty list of the resource's directories means the job's. */
export function resourceDirectoriesOf(event: {
  readonly jobDirectories: readonly Address[];
  readonly resourceDirectories: readonly Address[];
}): readonly Address[] {
  return event.resourceDirectories.length === 0 ? event.jobDirectories : event.resourceDirectories;
}

/** Whether a submission's lists are those that its offer signed; the names of the ones that are not. */
export function wrongJobLists({ offer, lists }: Pick<JobSubmission, 'offer' | 'lists'>): string[] {
  return [
    ...wrongList('directories', offer.directoriesHash, listHashOf(lists.directories)),
    ...wrongList('providers', offer.providersHash, optionalListHashOf(lists.providers)),
  ];
}

export function wrongResourceLists({
  offer,
  lists,
}: Pick<ResourceSubmission, 'offer' | 'lists'>): string[] {
  return [
    ...wrongList('engines', offer.enginesHash, listHashOf(lists.engines)),
    ...wrongList('modules', offer.modulesHash, optionalListHashOf(lists.modules)),
    ...wrongList('courts', offer.courtsHash, listHashOf(lists.courts)),
    ...wrongList('directories', offer.directoriesHash, listHashOf(lists.directories)),
  ];
}

/** The r, s and v of a 65-byte signature, as depositWithPermit takes them. */
export function splitSignature(signature: Hex): { v: number; r: Hex; s: Hex } {
  const v = Number.parseInt(signature.slice(130, 132), 16);
  return {
    r: `0x${signature.slice(2, 66)}`,
    s: `0x${signature.slice(66, 130)}`,
    v: v < 27 ? v + 27 : v,
  };
}

const NO_COURT_TERMS: CourtTerms = {
  enginesHash: ZERO_BYTES32,
  directoriesHash: ZERO_BYTES32,
  cpuMilli: 0,
  memoryMiB: 0,
  storageMiB: 0,
  gpuCount: 0,
  gpuMemoryMiB: 0,
  maxFuel: 0n,
  maxExecutionWindow: 0,
  minSeatFee: 0n,
};

export function needsTicket(offer: ResourceOffer): boolean {
  return !sameHex(offer.ticketKey, ZERO_ADDRESS);
}

function unlessSame(list: readonly Address[], other: readonly Address[]): readonly Address[] {
  return sameHex(listHashOf(list), listHashOf(other)) ? [] : list;
}

function wrongList(name: string, signed: Hex, given: Hex): string[] {
  return sameHex(signed, given) ? [] : [name];
}
