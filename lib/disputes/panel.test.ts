import { keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { STAGE } from '../chain/deal-facts';
import type { DealFacts } from '../deals/deal-state';
import { type Candidate, choosePanel, seatsOf } from './panel';

const terms = dealTerms();
const facts: DealFacts = { dealId: testHash(1), terms, stage: STAGE.Drawn, commits: [] };
const candidates: Candidate[] = Array.from({ length: 12 }, (_, index) => ({
  member: testAddress(0x70 + index),
  serves: true,
  freeStake: 100n,
}));
const draw = { seed: testHash(9), round: 1, needed: 3, seatLock: 100n } as const;

describe('choosePanel', () => {
  it('favours no member over many seeds', () => {
    const seated = new Map<string, number>();
    const seeds = 1_000;
    for (let index = 0; index < seeds; index++) {
      const panel = choosePanel(facts, candidates, { ...draw, seed: keccak256(toHex(index)) });
      expect(new Set(panel).size).toBe(3);
      for (const member of panel) seated.set(member, (seated.get(member) ?? 0) + 1);
    }
    const share = 3 / 12;
    const sigma = Math.sqrt(seeds * share * (1 - share));
    for (const { member } of candidates) {
      expect(Math.abs((seated.get(member) ?? 0) - seeds * share)).toBeLessThan(4.5 * sigma);
    }
  });

  it('differs by round and leaves out parties, first seats, leavers and the poor', () => {
    const first = choosePanel(facts, candidates, draw);
    expect(choosePanel(facts, candidates, { ...draw, round: 2 })).not.toEqual(first);
    const [a, b, c, d] = first.concat(
      candidates.map(({ member }) => member).filter((member) => !first.includes(member)),
    );
    const changed = candidates.map((candidate) => ({
      ...candidate,
      serves: candidate.member !== a,
      freeStake: candidate.member === b ? 99n : 100n,
    }));
    const without = { ...facts, terms: { ...terms, solver: c! } };
    const panel = choosePanel(without, changed, draw);
    expect(panel).toHaveLength(3);
    for (const member of [a, b, c]) expect(panel).not.toContain(member);
    const provider = { ...facts, terms: { ...terms, provider: d! } };
    expect(choosePanel(provider, candidates, { ...draw, needed: 12 })).toHaveLength(11);
  });

  it('needs n seats first and 2n + 1 fresh ones after', () => {
    expect([seatsOf(1, 3), seatsOf(2, 3)]).toEqual([3, 7]);
  });
});
