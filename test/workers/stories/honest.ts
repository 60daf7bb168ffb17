import { expect } from 'vitest';
import { OUTCOME } from '../../../lib/chain/deal-facts';
import { stakesOf } from '../../../lib/chain/terms';
import { settleAccepted } from '../../../lib/deals/settlement';
import { UNREACHABLE } from '../../../lib/execution/testing/assemble-module';
import { costOf, seatFeeOf } from '../../../lib/offers/price';
import type { Scenario } from '../../scenario';
import { stdoutOf } from '../../scenario/buyer';
import { countEvents } from '../../scenario/deal-watch';
import { publishModule } from '../../scenario/modules';

/** Deals in which everybody but the buyer is honest, and what comes out is paid. */
export const honestStories = (market: () => Scenario) => ({
  async 'is accepted: offer, match, run, receipt, post, draw, accept'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[0]] };
    const { deal: cleared, before } = await market().clears(buyer, wish);
    expect(cleared.post?.hasReceipt).toBe(true);
    const result = await buyer.result(cleared.dealId);
    expect(result.status).toBe('completed');
    expect(stdoutOf(result)).toContain('Nobody has to believe me');
    expect(await buyer.finds(cleared)).toBe('right');
    await buyer.accepts(cleared);
    const settled = await deals.settles(cleared);
    const { terms, post } = cleared;
    const model = settleAccepted(terms, post!);
    expect(settled).toMatchObject({ outcome: OUTCOME.Accepted, payout: model.payout });
    expect(settled.price).toBe(costOf(terms, result.fuelUsed));
    expect(await buyer.money()).toMatchObject({
      total: before.total - model.price,
      locked: 0n,
    });
    expect(countEvents(settled)).toEqual({
      DealMatched: 1,
      ResultPosted: 1,
      DealCleared: 1,
      DealSettled: 1,
    });
  },

  async 'is accepted by silence when the review is over'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[1]], reviewWindow: 12 };
    const settled = await deals.settles((await market().clears(buyer, wish)).deal);
    expect(settled.outcome).toBe(OUTCOME.Accepted);
    expect(settled.settledAt).toBeGreaterThan(settled.post?.reviewEndsAt ?? 0);
  },

  async 'pays an honest provider twice when a bad buyer disputes'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[1]], theta: 121, n: 3 };
    const { deal, before } = await market().clears(buyer, wish);
    await buyer.disputes(deal);
    const settled = await deals.settles(deal);
    const { terms, post, case: inCase, price = 0n, payout } = settled;
    expect(settled.outcome).toBe(OUTCOME.Upheld);
    const fee = seatFeeOf(terms, {
      fuelPosted: post?.fuelUsed ?? 0n,
      fuelFound: inCase?.fuelFound ?? 0n,
      fuelLimit: terms.fuelLimit,
      leastSeatFee: terms.leastSeatFee,
    });
    const { value, theta, n } = stakesOf(terms);
    expect(payout?.toProvider).toBe(BigInt(theta + n) * value + 2n * price);
    expect(payout?.toSeats).toBe(3n * fee);
    expect((await buyer.money()).total).toBe(before.total - 2n * price - 3n * fee);
    expect(countEvents(settled)).toMatchObject({ VerdictCommitted: 3, SeatSettled: 3 });
  },

  async 'pays for the fuel of a module that traps'() {
    const { deals, directory, providers } = market();
    const buyer = market().newBuyer();
    const module = await publishModule(directory, [UNREACHABLE]);
    const { deal } = await market().clears(buyer, { module, from: [providers[0]] });
    const result = await buyer.result(deal.dealId);
    expect(result.status).toBe('trapped');
    await buyer.accepts(deal);
    const settled = await deals.settles(deal);
    expect(settled.price).toBe(costOf(settled.terms, result.fuelUsed));
  },

  async 'pays the whole limit to a job that runs out of fuel'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[0]], fuelLimit: 20_000n };
    const { deal } = await market().clears(buyer, wish);
    const { status, fuelUsed } = await buyer.result(deal.dealId);
    expect({ status, fuelUsed }).toEqual({ status: 'fuel-exhausted', fuelUsed: 20_000n });
    await buyer.accepts(deal);
    const settled = await deals.settles(deal);
    expect(settled.price).toBe(stakesOf(settled.terms).value);
  },

  async 'takes a module that nobody can run for a result, also in an audit'() {
    const { deals, directory, providers } = market();
    const buyer = market().newBuyer();
    const module = await publishModule(directory, [UNREACHABLE], { name: 'no manifest' });
    const wish = { module, from: [providers[1]], auditBps: 10_000 };
    const deal = await deals.matched((await buyer.buys(wish)).hash);
    const settled = await deals.settles(deal);
    expect(settled.outcome).toBe(OUTCOME.Upheld);
    expect((await buyer.result(deal.dealId)).status).toBe('bad-input');
    expect(settled.price).toBe(settled.terms.basePrice);
  },
});
