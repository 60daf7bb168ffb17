import { expect, it } from 'vitest';
import type { ResourceOfferState } from '@/lib/offers/resource-offer-state';
import type { MachineSummary } from '@/lib/providers/machine-api';
import { resourceOffer, testAddress, testHash } from '@/test/builders/offers';
import { ownMachinesOf } from './own-machines';

const told = (agent: string, forbiddenAt: number | null = null) =>
  ({ agent, forbiddenAt }) as MachineSummary;
const offer = (key: number, state: ResourceOfferState) => ({
  hash: testHash(key),
  offer: resourceOffer({ ticketKey: testAddress(key) }),
  lists: { engines: [], modules: undefined, courts: [], directories: [] },
  state,
  dealsEver: 0,
  ticketUntil: undefined,
  dealsLive: 0,
});
const record = (live: number) => ({ deals: 1, live, paid: 0, net: 0n, netLastDay: 0n });

it('joins what machines say with what was signed for them, whatever the case of the keys', () => {
  const [a, b, c] = [0xa1, 0xb1, 0xc1].map(testAddress) as [string, string, string];
  const machines = ownMachinesOf(
    [told(b), told(a)],
    [offer(0xa1, 'live'), offer(0xa1, 'cancelled'), offer(0xc1, 'expired'), offer(0, 'live')],
    new Map([
      [a.toLowerCase(), record(0)],
      [c.toLowerCase(), record(2)],
    ]),
  );
  expect(
    machines.map((one) => [one.agent.toLowerCase(), one.told?.agent, one.offers.length]),
  ).toEqual([
    [a.toLowerCase(), a, 1],
    [b.toLowerCase(), b, 0],
    [c.toLowerCase(), undefined, 0],
  ]);
  expect(ownMachinesOf([], [offer(0xc1, 'expired')], new Map())).toEqual([]);
});

it('puts machines that have left last, and says when; one with an open offer has not', () => {
  const [a, b, c] = [0xa1, 0xb1, 0xc1].map(testAddress) as [string, string, string];
  const machines = ownMachinesOf(
    [told(b, 9), told(a, 7), told(c)],
    [offer(0xa1, 'live'), offer(0xb1, 'cancelled')],
    new Map(),
  );
  expect(machines.map(({ agent, leftAt }) => [agent, leftAt])).toEqual([
    [a, undefined],
    [c, undefined],
    [b, 9],
  ]);
});
