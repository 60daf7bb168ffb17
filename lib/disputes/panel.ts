import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem';
import type { DealFacts } from '../deals/deal-state';
import { includesHex, sameHex } from '../shared/address';

/** 1: n seats; 2: 2n + 1 fresh seats. */
export type Round = 1 | 2;

/** What decides whether a court's member sits in a deal. */
export type Candidate = {
  readonly member: Address;
  /** Joined before the match and had not left by then. */
  readonly serves: boolean;
  readonly freeStake: bigint;
};

const SCORE_PARAMETERS = [
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'uint256' },
  { type: 'address' },
] as const;

/** A member's score: the lowest sit. Its low six bits give way to the index, which breaks ties. */
function seatScoreOf(seed: Hex, dealId: Hex, round: Round, member: Address): bigint {
  return BigInt(
    keccak256(encodeAbiParameters(SCORE_PARAMETERS, [seed, dealId, BigInt(round), member])),
  );
}

export function seatsOf(round: Round, n: number): number {
  return round === 1 ? n : 2 * n + 1;
}

/**
 * The panel that a seed seats: the members with the lowest scores who may sit and have `seatLock`
 * free, in the order of their scores. Fewer than `needed` when too few are free.
 *
 * @param candidates the court's members in its order
 */
export function choosePanel(
  facts: DealFacts,
  candidates: readonly Candidate[],
  draw: {
    readonly seed: Hex;
    readonly round: Round;
    readonly needed: number;
    readonly seatLock: bigint;
  },
): Address[] {
  const { seed, round, needed, seatLock } = draw;
  return candidates
    .map((candidate, index) => ({
      candidate,
      score: (seatScoreOf(seed, facts.dealId, round, candidate.member) & ~63n) | BigInt(index),
    }))
    .sort((a, b) => (a.score < b.score ? -1 : 1))
    .map(({ candidate }) => candidate)
    .filter((candidate) => maySit(facts, candidate) && candidate.freeStake >= seatLock)
    .slice(0, needed)
    .map(({ member }) => member);
}

function maySit({ terms, case: inCase }: DealFacts, { member, serves }: Candidate): boolean {
  const isParty = [terms.buyer, terms.provider, terms.solver].some((who) => sameHex(who, member));
  return serves && !isParty && !includesHex(inCase?.firstPanel ?? [], member);
}
