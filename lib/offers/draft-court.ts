import { type Address, getAddress, isAddress } from 'viem';
import { ascending, includesHex, ZERO_ADDRESS } from '../shared/address';
import { courtIdOf, engineClassesHashOf, listHashOf, membersHashOf } from './offer-hash';
import type { CourtFacts, EngineClass } from './offer-types';

/** Most members of a court (contracts/src/Courts.sol). */
export const MAX_MEMBERS = 64;

/** What a founder decides. Amounts in token units, time in seconds, fuel as counted. */
export type CourtDraft = {
  /** Any order, any case. */
  readonly members: readonly string[];
  readonly directories: readonly string[];
  readonly engines: readonly EngineClass[];
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  readonly maxFuel: bigint;
  readonly maxExecutionWindow: number;
  readonly minSeatFee: bigint;
};

/** The facts that foundCourt takes: lists in the order in which they are hashed, and the court's id. */
export function draftCourt(draft: CourtDraft): CourtFacts {
  const { members: names, directories: places, engines, ...caps } = draft;
  const members = ascending(names.map((name) => getAddress(name)));
  const directories = ascending(places.map((place) => getAddress(place)));
  const terms = {
    enginesHash: engineClassesHashOf(engines),
    directoriesHash: listHashOf(directories),
    ...caps,
  };
  return { id: courtIdOf(membersHashOf(members), terms), members, engines, directories, terms };
}

/** The arguments of the market's foundCourt. */
export function foundingOf({ members, engines, directories, terms }: CourtFacts) {
  return [members, engines, directories, terms] as const;
}

/** The addresses in a text, separated by spaces, commas or new lines. */
export function addressesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

/**
 * What is wrong with a list of addresses, in words with what to do; undefined when nothing is.
 *
 * @param what one of them: "member"
 * @param most how many there may be
 */
export function addressListProblem(
  list: readonly string[],
  what: string,
  most: number,
): string | undefined {
  if (list.length === 0) return `Name at least one ${what}, by its address.`;
  const bad = list.find((word) => !isAddress(word, { strict: false }));
  if (bad !== undefined) {
    return `“${bad.slice(0, 60)}” is no address: write 0x and 40 hex digits.`;
  }
  const addresses = list.map((word) => word.toLowerCase() as Address);
  if (includesHex(addresses, ZERO_ADDRESS)) return `The zero address can be no ${what}.`;
  const twice = addresses.find((word, index) => addresses.indexOf(word) !== index);
  if (twice !== undefined) return `${getAddress(twice)} is named twice: name it once.`;
  if (list.length > most) return `There can be ${most} at most; these are ${list.length}.`;
  return undefined;
}

/** The largest panel of which a court of this size can seat the first and a second round: 3n+1 members. */
export function largestPanelOf(members: number): number {
  const n = Math.min(15, Math.floor((members - 1) / 3));
  return n < 1 ? 0 : n % 2 === 1 ? n : n - 1;
}
