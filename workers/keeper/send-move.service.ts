import { commitReplayOf } from '../../lib/chain/commit-replay';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { CallSender } from '../../lib/chain/send-call.server';
import type { KeeperCall } from '../../lib/deals/keeper-move';
import type { CourtFacts } from '../../lib/offers/offer-types';
import { ZERO_BYTES32 } from '../../lib/shared/address';

/**
 * Sends a timed call with the facts that the deal's last event carried.
 *
 * @param court needed for `seat`: the deal's court as it was founded
 * @throws CallRefusedError where somebody else was faster or the facts are old: read the deal again
 */
export async function sendMove(
  sender: CallSender,
  call: KeeperCall,
  deal: DealRecord,
  court: CourtFacts | undefined,
): Promise<void> {
  const { dealId, packedTerms: terms, post } = deal;
  if (call === 'expire') {
    await sender.send({ functionName: 'expire', args: [dealId, terms] });
    return;
  }
  if (!post) throw new Error(`${call} of a deal without a post`);
  if (call === 'draw') {
    // A private draw's secret is the buyer's to show; without it the deal is drawn.
    const item = { dealId, terms, post, secret: ZERO_BYTES32 };
    await sender.send({ functionName: 'draw', args: [item] });
    return;
  }
  if (call === 'finalize') {
    await sender.send({ functionName: 'finalize', args: [{ dealId, terms, post }] });
    return;
  }
  const { case: case_ } = deal;
  if (!case_) throw new Error(`${call} of a deal without a case`);
  if (call === 'seat') {
    if (!court) throw new Error(`The court ${deal.terms.court} is not known`);
    await sender.send({
      functionName: 'seat',
      args: [dealId, terms, post, case_, court.members, court.terms],
    });
    return;
  }
  if (call === 'reseat') {
    await sender.send({ functionName: 'reseat', args: [dealId, terms, post, case_] });
    return;
  }
  const args = [dealId, terms, post, case_, commitReplayOf(deal)] as const;
  await sender.send({ functionName: call, args });
}
