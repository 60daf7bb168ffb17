import type { Hex } from 'viem';
import { expect, it } from 'vitest';
import { isOnMarket, withheldBecause } from './signed-offer';

const [signed, other] = ['1', '2'].map((digit) => `0x${digit.repeat(64)}`) as [Hex, Hex];

it('is on the market once the offer that was signed is, not another of the machine', () => {
  expect(isOnMarket([{ hash: other, state: 'live' }], signed)).toBe(false);
  expect(isOnMarket([{ hash: signed, state: 'off' }], signed)).toBe(false);
  const both = [
    { hash: other, state: 'off' as const },
    { hash: signed, state: 'live' as const },
  ];
  expect(isOnMarket(both, signed)).toBe(true);
});

it('tells why the agent keeps the offer that was signed off the market, by pulse or report', () => {
  const why = (hash: string) => `The offer ${hash.slice(0, 10)} is off the market: too-large`;
  const machine = (problems: string[], checks: string[]) => ({
    pulse: { problems: problems.map((text) => ({ at: 0, text })) },
    report: { report: { checks: checks.map((detail) => ({ id: 'offers', detail })) } },
  });
  const reasonIn = (...told: Parameters<typeof machine>) =>
    withheldBecause(machine(...told) as never, signed);
  expect(reasonIn([why(other)], [])).toBeUndefined();
  expect(reasonIn([why(other), why(signed)], [])).toBe(why(signed));
  expect(reasonIn([], [why(signed)])).toBe(why(signed));
  expect(withheldBecause(null, signed)).toBeUndefined();
});
