/**
 * What stands in the way of each dishonest strategy, and how a test build leaves it out: one exact
 * text of the contracts, which must be there once, and what stands there instead.
 */

export type GuardName =
  | 'rate-bound'
  | 'sealed-fuel'
  | 'decline-penalty'
  | 'late-penalty'
  | 'party-bound-seals'
  | 'absence-fine'
  | 'seats-by-lot'
  | 'appeal'
  | 'burned-fines'
  | 'input-receipt'
  | 'least-window';

export type Guard = {
  /** What it says, for people. */
  readonly says: string;
  /** Below contracts/src. */
  readonly file: string;
  readonly text: string;
  readonly instead: string;
};

export const guards: Readonly<Record<GuardName, Guard>> = {
  'rate-bound': {
    says: 'auditBps · (θ + n + 1) ≥ 12,500',
    file: 'Feasibility.sol',
    text: 'if (deterrence < LEAST_DETERRENCE) {',
    instead:
      'if (deterrence < LEAST_DETERRENCE) deterrence = LEAST_DETERRENCE;\n        if (false) {',
  },
  'sealed-fuel': {
    says: 'right means the seal and the posted fuel',
    file: 'Panels.sol',
    text: 'd.post.fuelUsed == fuelUsed && d.post.seal == Seals.sealOf(d.id, d.terms.provider(), digest, fuelUsed)',
    instead: 'd.post.seal == Seals.sealOf(d.id, d.terms.provider(), digest, d.post.fuelUsed)',
  },
  'decline-penalty': {
    says: 'declining costs V/5 · the elapsed share of the window',
    file: 'Exits.sol',
    text: 'v * elapsed / (5 * uint256(t.executionWindow()))',
    instead: '0',
  },
  'late-penalty': {
    says: 'missing the deadline costs V/5',
    file: 'Exits.sol',
    text: 'Outcome.Missed, v / 5',
    instead: 'Outcome.Missed, 0',
  },
  'party-bound-seals': {
    says: 'a seal holds its deal and its party',
    file: 'libraries/Seals.sol',
    text: 'keccak256(abi.encode(dealId, party, digest, fuelUsed))',
    instead: 'keccak256(abi.encode(digest, fuelUsed))',
  },
  'absence-fine': {
    says: 'an absent seat loses the seat fee, at least V/5',
    file: 'Settlement.sol',
    text: 'return s.seatFee > s.value / 5 ? s.seatFee : s.value / 5;',
    instead: 'return 0;',
  },
  'seats-by-lot': {
    says: 'seats go by the hash of a later block',
    file: 'Panels.sol',
    text: '(uint256(keccak256(abi.encode(seed, d.id, round, members[i]))) & ~uint256(63)) | i',
    instead: '(i << 6) | i',
  },
  appeal: {
    says: 'the loser may call a second panel of 2n + 1',
    file: 'Panels.sol',
    text: 'if (c.stage != Stage.Verdict1) revert Market_WrongStage(c.stage);',
    instead: 'if (c.stage != Stage.None) revert Market_WrongStage(c.stage);',
  },
  'burned-fines': {
    says: 'fines and slashed stakes that nobody is owed are burned',
    file: 'Settlement.sol',
    text: 'if (s.feesByAppellant != 0) {',
    instead: 'toBuyer += burned;\n        burned = 0;\n        if (s.feesByAppellant != 0) {',
  },
  'input-receipt': {
    says: 'a directory has signed that it holds the inputs',
    file: 'Matching.sol',
    text: '!Signatures.isValid(j.directory, _digest(receipt), item.receiptSignature)',
    instead: 'false',
  },
  'least-window': {
    says: 'the window is as long as the provider needs',
    file: 'Feasibility.sol',
    text: 'job.executionWindow < needed',
    instead: 'false',
  },
};

/** @throws Error where the text is not there exactly once: the contract has changed */
export function withoutGuard(name: GuardName, source: string): string {
  const { text, instead, file } = guards[name];
  const found = source.split(text).length - 1;
  if (found !== 1) {
    throw new Error(`Guard ${name}: its text is ${found} times in ${file}, expected once: ${text}`);
  }
  return source.replace(text, () => instead);
}
