'use client';

import { useAtNow } from '@/components/ui/now';
import { Countdown } from '@/components/ui/time';
import { type StatusFacts, statusAt } from '@/lib/deals/deal-status.view';
import { type NextStepView, stepAfter } from '@/lib/deals/next-step.view';
import { usePublicConfig } from '@/lib/env/public-config.client';

const WHO: Record<NextStepView['who'], string> = {
  provider: 'Provider',
  buyer: 'Buyer',
  mediators: 'Mediators',
  anyone: 'Anyone',
};

/** Who acts next in a case, until when, and what happens otherwise; nothing once it is settled. */
export function NextActor({ facts }: { facts: StatusFacts }) {
  const { windows, tokenSymbol } = usePublicConfig();
  const status = useAtNow((now) => statusAt(facts, now, windows));
  const step = stepAfter(facts, status, { grace: windows.grace, tokenSymbol });
  if (!step) return <span className="text-muted">settled</span>;
  return (
    <>
      <span className="whitespace-nowrap">
        {WHO[step.who]}
        {step.by === undefined ? null : (
          <>
            {', '}
            <Countdown at={step.by} />
          </>
        )}
      </span>
      <span className="block text-muted text-xs">
        {step.what}. {step.otherwise}
      </span>
    </>
  );
}
