import { Countdown } from '@/components/ui/time';
import { STAGE } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';

/** Ends a sentence that says "once the verdict is final" with when that is, where a clock decides it. */
export function ReleaseTime({ record: { stage, case: facts } }: { record: DealRecord }) {
  if (stage !== STAGE.Verdict1 || !facts) return '.';
  return (
    <>
      , in <Countdown at={facts.deadline} className="text-text" /> unless it is appealed.
    </>
  );
}
