import { expect } from 'vitest';
import { OUTCOME } from '../../../lib/chain/deal-facts';
import type { Scenario } from '../../scenario';

/** Three times three blocks are lost: after the match, after the post, while a panel sits. */
export async function reorganised(market: Scenario): Promise<void> {
  const { deals, module, providers } = market;
  const buyer = market.newBuyer();
  // Its tokens are older than what will be lost, its deposit is not.
  await buyer.funds(1_000_000n);
  const head = await market.access.client.getBlockNumber();
  await expect
    .poll(() => market.access.client.getBlockNumber(), { timeout: 60_000 })
    .toBeGreaterThan(head + 4n);
  const wish = { module: module('cowsay'), from: [providers[0]], executionWindow: 60 };
  const { hash } = await buyer.buys({ ...wish, auditBps: 10_000 });
  const before = await buyer.money();
  const matched = await deals.matched(hash);
  await market.rollBack(3);
  const posted = await deals.when(matched, 'a post', ({ post }) => post !== undefined);
  await market.rollBack(3);
  const seated = await deals.when(posted, 'a panel', (deal) => deal.case?.firstPanel.length === 1);
  await market.rollBack(3);
  await deals.reaches(seated, 'Verdict1');
  await market.elapse(market.deployment.limits.appealWindow + 1);
  const settled = await deals.settles(seated);
  expect(settled.outcome).toBe(OUTCOME.Upheld);
  // Both were paid from what it had deposited: the run and the seat.
  const { total, locked } = await buyer.money();
  expect(locked).toBe(0n);
  const seatFees = settled.payout?.toSeats ?? 0n;
  expect(total).toBe(before.total - (settled.price ?? 0n) - seatFees);
}
