import { getAddress } from 'viem';
import { expect } from 'vitest';
import { CAUSE, OUTCOME, STAGE } from '../../../lib/chain/deal-facts';
import { stakesOf } from '../../../lib/chain/terms';
import type { Scenario } from '../../scenario';
import { stdoutOf } from '../../scenario/buyer';

/** Deals of the third provider while its cheat switch is on. */
export const cheatStories = (market: () => Scenario) => ({
  async 'overturns a cheat that its buyer finds out and disputes: three seats, all of its lock'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[2]], theta: 121, n: 3 };
    const { hash } = await buyer.buys(wish);
    const before = await buyer.money();
    const deal = await deals.matched(hash);
    const drawn = await deals.when(deal, 'a draw', ({ stage }) => stage > STAGE.Posted);
    expect(await buyer.finds(drawn)).toBe('wrong');
    // One in a hundred of these is audited before the buyer can speak.
    if (!drawn.case) await buyer.disputes(drawn);
    const settled = await deals.settles(deal);
    const { terms, payout, price = 0n } = settled;
    const { value, theta, n } = stakesOf(terms);
    expect(settled.outcome).toBe(OUTCOME.Overturned);
    expect(settled.case?.firstPanel).toHaveLength(3);
    expect(payout?.toProvider).toBe(0n);
    expect(payout?.burned).toBe(
      BigInt(theta + n) * value - price - (payout?.toSeats ?? 0n) - (payout?.toSolver ?? 0n),
    );
    expect((await buyer.money()).total).toBe(before.total + price);
    // A seat left the right result.
    expect(stdoutOf(await buyer.result(deal.dealId, 'seat'))).toContain('Nobody has to believe');
  },

  async 'catches a cheat by the draw while its buyer is silent'() {
    const { deals, directory, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[2]], auditBps: 10_000 };
    const { hash } = await buyer.buys(wish);
    const before = await buyer.money();
    const deal = await deals.matched(hash);
    const told = async () => (await directory.seatsProgress(deal.dealId)).map(({ seat }) => seat);
    await expect.poll(told, { timeout: 60_000, interval: 500 }).toHaveLength(1);
    const seats = await told();
    const settled = await deals.settles(deal);
    expect(settled.outcome).toBe(OUTCOME.Overturned);
    expect(settled.case?.cause).toBe(CAUSE.PublicDraw);
    expect(settled.case?.firstPanel.map(getAddress)).toEqual(seats);
    expect(settled.payout?.toProvider).toBe(0n);
    expect((await buyer.money()).total).toBe(before.total + (settled.price ?? 0n));
  },
});
