import type { Address, Hex } from 'viem';
import type { Court } from '../chain/deployment';
import { includesHex, sameHex } from '../shared/address';
import type { NeededResources } from './draft-job-offer';
import { judgesIn } from './module-class';
import type { OfferChoice } from './offer-fit.view';
import type { Verification } from './offer-types';

/** Seats of a court's members, in whatever court they sat, once they were judged. */
export type SeatsServed = {
  readonly seats: number;
  readonly matched: number;
  readonly outvoted: number;
  readonly saidUnavailable: number;
  readonly absent: number;
};

/** A court that a job may name. */
export type CourtChoice = {
  readonly court: Court;
  /** Members that joined and have not left. */
  readonly serving: number;
  readonly record: SeatsServed;
  /** Of the providers on offer, those whose offers accept it. */
  readonly providers: number;
  /** Why this job cannot name it; undefined where it can. */
  readonly problem: string | undefined;
};

/** What a court needs to judge a job. */
export type JudgedJob = {
  readonly engine: Hex;
  readonly verification: Verification;
  readonly fuelLimit: bigint;
  readonly resources: NeededResources;
  readonly directories: readonly Address[];
};

type ListedCourt = Court & {
  readonly memberships: readonly {
    readonly address: Address;
    readonly joinedAt: number | null;
    readonly leftAt: number | null;
  }[];
};

/** A panel of one, and a second one of three after an appeal. */
const LEAST_SERVING = 4;

/** Courts as a buyer may choose among them: those that can judge the job first. */
export function courtChoicesOf(
  courts: readonly ListedCourt[],
  mediators: readonly (SeatsServed & { readonly address: Address })[],
  offers: readonly OfferChoice[],
  job: JudgedJob,
): CourtChoice[] {
  const choices = courts.map(({ memberships, ...court }): CourtChoice => {
    const serving = memberships.filter((m) => m.joinedAt !== null && m.leftAt === null);
    const addresses = serving.map(({ address }) => address);
    return {
      court,
      serving: serving.length,
      record: sumOf(mediators.filter(({ address }) => includesHex(addresses, address))),
      providers: providersOf(offers, ({ lists }) => includesHex(lists.courts, court.id)),
      problem: problemOf(court, serving.length, job),
    };
  });
  return choices.sort((a, b) => {
    if ((a.problem === undefined) !== (b.problem === undefined)) return a.problem ? 1 : -1;
    return b.providers - a.providers;
  });
}

function problemOf(court: Court, serving: number, job: JudgedJob): string | undefined {
  const { terms } = court;
  if (serving < LEAST_SERVING) return `${serving} of its members serve, ${LEAST_SERVING} must`;
  if (!judgesIn(court, job.engine, job.verification)) return 'does not judge this engine';
  if (terms.maxFuel < job.fuelLimit) return 'does not re-execute runs of this length';
  const names = ['cpuMilli', 'memoryMiB', 'storageMiB', 'gpuCount', 'gpuMemoryMiB'] as const;
  if (names.some((name) => terms[name] < job.resources[name])) {
    return 'its members’ machines are too small for this job';
  }
  return job.directories.some((directory) => includesHex(court.directories, directory))
    ? undefined
    : 'does not read from the directories that you trust';
}

function sumOf(records: readonly SeatsServed[]): SeatsServed {
  return records.reduce(
    (sum, one) => ({
      seats: sum.seats + one.seats,
      matched: sum.matched + one.matched,
      outvoted: sum.outvoted + one.outvoted,
      saidUnavailable: sum.saidUnavailable + one.saidUnavailable,
      absent: sum.absent + one.absent,
    }),
    { seats: 0, matched: 0, outvoted: 0, saidUnavailable: 0, absent: 0 },
  );
}

/** A directory whose word a job may take. */
export type DirectoryChoice = {
  readonly address: Address;
  /** Of the providers on offer, those that hand results in there. */
  readonly providers: number;
  /** The chosen court reads from it. */
  readonly isRead: boolean;
};

/** Every directory that the market, the court, an offer or the buyer names, once. */
export function directoryChoicesOf(
  named: readonly Address[],
  court: Pick<Court, 'directories'> | undefined,
  offers: readonly OfferChoice[],
): DirectoryChoice[] {
  const all = [
    ...named,
    ...(court?.directories ?? []),
    ...offers.flatMap(({ lists }) => lists.directories),
  ];
  const known = all.filter((address, at) => all.findIndex((one) => sameHex(one, address)) === at);
  return known.map((address) => ({
    address,
    providers: providersOf(offers, ({ lists }) => includesHex(lists.directories, address)),
    isRead: court === undefined || includesHex(court.directories, address),
  }));
}

/** How many providers have an offer of that kind. */
export function providersOf(
  offers: readonly OfferChoice[],
  isOf: (choice: OfferChoice) => boolean = () => true,
): number {
  return new Set(offers.filter(isOf).map(({ offer }) => offer.provider.toLowerCase())).size;
}
