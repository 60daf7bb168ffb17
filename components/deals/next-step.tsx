'use client';

import { ArrowRight } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { useAtNow } from '@/components/ui/now';
import { Countdown } from '@/components/ui/time';
import { type StatusFacts, statusAt } from '@/lib/deals/deal-status.view';
import { type NextStepView, stepAfter } from '@/lib/deals/next-step.view';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { cn } from '@/lib/shared/class-names';

interface NextStepProps {
  facts: StatusFacts;
  /** The person's part in the deal. */
  you: 'buyer' | 'provider' | undefined;
  children?: React.ReactNode;
}

const WHO: Record<NextStepView['who'], string> = {
  provider: 'The provider',
  buyer: 'The buyer',
  mediators: 'The mediators',
  anyone: 'Anyone can',
};

/** Who acts next, until when, and what happens otherwise; the buttons beside it when it is you. */
export function NextStep({ facts, you, children }: NextStepProps) {
  const { windows, tokenSymbol } = usePublicConfig();
  const status = useAtNow((now) => statusAt(facts, now, windows));
  const step = stepAfter(facts, status, { grace: windows.grace, tokenSymbol });
  const mine = step !== undefined && step.who === you;
  // What stands beside the step has a dialog that outlives it, so its place stays.
  return (
    <Card
      className={cn(
        step
          ? 'flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3'
          : 'border-0 bg-transparent empty:hidden',
        mine && 'border-attention/40 bg-attention-soft',
      )}
    >
      {step ? <Step step={step} mine={mine} /> : null}
      {children}
    </Card>
  );
}

function Step({ step, mine }: { step: NextStepView; mine: boolean }) {
  const { who, what, otherwise, by } = step;
  return (
    <>
      <ArrowRight
        aria-hidden
        className={cn('size-5 shrink-0', mine ? 'text-attention' : 'text-accent')}
      />
      <div className="min-w-56 flex-1">
        <p className="font-medium">{mine ? told(what) : `${WHO[who]} ${what}`}</p>
        <p className="text-muted">{otherwise}</p>
      </div>
      {by === undefined ? null : <Countdown at={by} className="font-medium text-lg" />}
    </>
  );
}

/** "accepts, or disputes the result" -> "Your move: accept, or dispute the result" */
function told(what: string): string {
  if (what.startsWith('may ')) return `You ${what}`;
  return `Your move: ${what.replace(/\b(accept|dispute|post|show)s\b/g, '$1')}`;
}
