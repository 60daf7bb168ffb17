import { STAGE, VERDICT } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import type { DealJournal } from './deal-journal';

/** Whether the provider may still appeal the first verdict against it. */
export function isAppealable({ stage, case: facts }: DealRecord, now: number): boolean {
  return (
    stage === STAGE.Verdict1 &&
    facts !== undefined &&
    facts.firstVerdict === VERDICT.Overturned &&
    !facts.reseated &&
    now <= facts.deadline
  );
}

/**
 * Takes a verdict against a result that was really computed to the second panel.
 *
 * @throws CallRefusedError where the market takes no appeal
 */
export async function appealIfHonest(
  ports: { journal: DealJournal; wallet: CallSender; log: Logger },
  { dealId, packedTerms, post, case: facts }: DealRecord,
): Promise<void> {
  const entry = await ports.journal.read(dealId);
  if (entry?.step !== 'sealed' || entry.isMadeUp || !post || !facts) return;
  const args = [dealId, packedTerms, post, facts] as const;
  await ports.wallet.send({ functionName: 'appeal', args });
  ports.log.info({ dealId }, 'appealed');
}
