import { expect } from 'vitest';
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
    for (const seat of bribed) {
      const seal = sealOf(dealId, seat.address, LIE, fuelUsed);
      const args = [dealId, terms, post, panel, seat.address, seal] as const;
      await market.senderOf(seat).send({ functionName: 'commitVerdict', args });
    }
    const args = [dealId, terms, post, panel, LIE, fuelUsed] as const;
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
