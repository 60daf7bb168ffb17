import { expect } from 'vitest';
import type { CommitReplay } from '../../../lib/chain/commit-replay';
import { OUTCOME, SEAT_RECORD, VERDICT } from '../../../lib/chain/deal-facts';
import { sealOf } from '../../../lib/execution/result-digest';
import { sameHex } from '../../../lib/shared/address';
import type { Scenario } from '../../scenario';
import { countEvents } from '../../scenario/deal-watch';

const LIE = `0x${'11'.repeat(32)}` as const;

/**
 * A buyer that disputes an honest result and has bribed the whole first panel: the test holds the
 * three seats' keys, their own process hears nothing. The provider's agent appeals; seven others judge.
 */
export async function bribedPanel(market: Scenario): Promise<void> {
  const { deals, module, providers, mediators, workers } = market;
  const buyer = market.newBuyer();
  const wish = { module: module('cowsay'), from: [providers[1]], theta: 121, n: 3 };
  const { deal, before } = await market.clears(buyer, wish);
  expect(await buyer.finds(deal)).toBe('right');
  workers.freeze('mediator');
  try {
    await buyer.disputes(deal);
    const seated = await deals.reaches(deal, 'Panel1');
    const { dealId, packedTerms: terms, post, case: panel } = seated;
    if (!post || !panel) throw new Error('No panel');
    const bribed = mediators.filter(({ address }) =>
      panel.firstPanel.some((seat) => sameHex(seat, address)),
    );
    expect(bribed).toHaveLength(3);
    const { fuelUsed } = post;
    const commits: CommitReplay[] = [];
    for (const seat of bribed) {
      const seal = sealOf(dealId, seat.address, LIE, fuelUsed);
      const args = [dealId, terms, post, panel, seat.address, seal] as const;
      await market.senderOf(seat).send({ functionName: 'commitVerdict', args });
      commits.push({ seat: panel.firstPanel.indexOf(seat.address), seal });
    }
    const args = [dealId, terms, post, panel, commits, LIE, fuelUsed] as const;
    await buyer.sender.send({ functionName: 'resolve', args });
    const judged = await deals.reaches(deal, 'Verdict1');
    expect(judged.case?.firstVerdict).toBe(VERDICT.Overturned);
    await deals.reaches(deal, 'Appealed', 'Panel2');
  } finally {
    workers.thaw('mediator');
  }
  const settled = await deals.settles(deal);
  expect(settled.outcome).toBe(OUTCOME.Upheld);
  expect(settled.case).toMatchObject({ secondVerdict: VERDICT.Upheld });
  expect(sameHex(settled.case?.appellant ?? '0x', providers[1].address)).toBe(true);
  expect(countEvents(settled)).toMatchObject({ VerdictCommitted: 10, SeatSettled: 10 });
  const outvoted = settled.seats.filter(({ record }) => record === SEAT_RECORD.Outvoted);
  expect(outvoted.map(({ mediator }) => mediator.toLowerCase()).sort()).toEqual(
    settled.case?.firstPanel.map((seat) => seat.toLowerCase()).sort(),
  );
  expect(outvoted.every(({ slashed, fee }) => slashed > 0n && fee === 0n)).toBe(true);
  // Slashed stakes pay the honest seats: the buyer pays the run twice and no seat.
  expect((await buyer.money()).total).toBe(before.total - 2n * (settled.price ?? 0n));
}

/** A first panel that says nothing is replaced by three others, who decide alone; the silent one is fined. */
export async function absentPanel(market: Scenario): Promise<void> {
  const { deals, module, providers, workers } = market;
  const buyer = market.newBuyer();
  const wish = { module: module('cowsay'), from: [providers[0]], executionWindow: 15 };
  const { deal, before } = await market.clears(buyer, wish);
  workers.freeze('mediator');
  try {
    await buyer.disputes(deal);
    const { case: panel } = await deals.reaches(deal, 'Panel1');
    const now = Number((await market.access.client.getBlock()).timestamp);
    await market.elapse((panel?.deadline ?? now) + market.deployment.limits.grace + 1 - now);
    await deals.reaches(deal, 'Reseated', 'Panel2');
  } finally {
    workers.thaw('mediator');
  }
  const settled = await deals.settles(deal);
  expect(settled.outcome).toBe(OUTCOME.Upheld);
  const { firstPanel = [], secondPanel = [] } = settled.case ?? {};
  expect([firstPanel.length, secondPanel.length]).toEqual([1, 3]);
  const [absent] = settled.seats.filter(({ record }) => record === SEAT_RECORD.Absent);
  expect(sameHex(absent?.mediator ?? '0x', firstPanel[0] ?? '0x')).toBe(true);
  expect(absent?.slashed).toBeGreaterThan(0n);
  // The fine pays the seats first, the buyer's reserve what is missing.
  const owed = (settled.payout?.toSeats ?? 0n) - (absent?.slashed ?? 0n);
  const paid = 2n * (settled.price ?? 0n) + (owed > 0n ? owed : 0n);
  expect((await buyer.money()).total).toBe(before.total - paid);
}

/** Seats that find no inputs anywhere say so, and everybody gets everything back. */
export async function lostInputs(market: Scenario): Promise<void> {
  const { deals, module, providers } = market;
  const buyer = market.newBuyer();
  const wish = { module: module('cowsay'), from: [providers[0]], executionWindow: 15 };
  const { deal, before } = await market.clears(buyer, wish);
  await market.loseContent(deal.work.inputsId);
  await buyer.disputes(deal);
  const { case: panel } = await deals.reaches(deal, 'Panel1');
  const now = Number((await market.access.client.getBlock()).timestamp);
  // Past the half of the panel's time, in which they search.
  await market.elapse(Math.ceil(((panel?.deadline ?? now) - now) / 2) + 1);
  const judged = await deals.reaches(deal, 'Verdict1');
  expect(judged.case?.firstVerdict).toBe(VERDICT.InputsUnavailable);
  await market.elapse(market.deployment.limits.appealWindow + 1);
  const settled = await deals.settles(deal);
  expect(settled).toMatchObject({ outcome: OUTCOME.InputsUnavailable, jobFree: false });
  expect(settled.payout).toMatchObject({ toSeats: 0n, burned: 0n });
  expect(await buyer.money()).toMatchObject({ total: before.total, locked: 0n });
}
