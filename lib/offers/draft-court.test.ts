import { describe, expect, it } from 'vitest';
import { testAddress, testEngine } from '../../test/builders/offers';
import { addressesIn, addressListProblem, draftCourt, largestPanelOf } from './draft-court';
import { VERIFICATION } from './offer-types';

const draft = {
  members: [testAddress(0xb2), testAddress(0xb1)],
  directories: [testAddress(0xd1)],
  engines: [{ engine: testEngine, class_: VERIFICATION.A }],
  cpuMilli: 1_000,
  memoryMiB: 256,
  storageMiB: 64,
  gpuCount: 0,
  gpuMemoryMiB: 0,
  maxFuel: 1_000_000_000n,
  maxExecutionWindow: 600,
  minSeatFee: 500n,
};

describe('draftCourt', () => {
  it('orders the members, so that the same ones are the same court', () => {
    const court = draftCourt(draft);
    expect(court.members).toEqual([testAddress(0xb1), testAddress(0xb2)]);
    const other = draftCourt({ ...draft, members: [...draft.members].reverse() });
    expect(other.id).toBe(court.id);
    expect(draftCourt({ ...draft, minSeatFee: 501n }).id).not.toBe(court.id);
  });
});

describe('addressListProblem', () => {
  const problem = (text: string, most = 3) => addressListProblem(addressesIn(text), 'member', most);
  const [one, two] = [testAddress(1), testAddress(2)];

  it.each([
    ['', 'Name at least one member, by its address.'],
    [`${one} bob`, '“bob” is no address: write 0x and 40 hex digits.'],
    [`0x${'0'.repeat(40)}`, 'The zero address can be no member.'],
    [
      `${one},${two}\n${one.toUpperCase().replace('0X', '0x')}`,
      `${one} is named twice: name it once.`,
    ],
    [[1, 2, 3, 4].map(testAddress).join('\n'), 'There can be 3 at most; these are 4.'],
  ])('says what is wrong with %j', (text, words) => {
    expect(problem(text)).toBe(words);
  });

  it('takes lines, commas and spaces', () => {
    expect(problem(` ${one},\n ${two} `)).toBeUndefined();
  });
});

describe('largestPanelOf', () => {
  it('is odd, and leaves 2n + 1 members for a second panel', () => {
    const sizes = [1, 3, 4, 9, 10, 15, 16, 46, 64];
    expect(sizes.map(largestPanelOf)).toEqual([0, 0, 1, 1, 3, 3, 5, 15, 15]);
  });
});
