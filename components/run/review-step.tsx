'use client';

import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatDuration } from '@/lib/shared/time.view';
import { OutcomeTable } from './outcome-table';
import { ReviewWarnings } from './review-warnings';
import type { RunModule } from './run-wizard';
import { type SignedTerms, wordsOf } from './run-words';
import { UnauditedChoice } from './unaudited-choice';
import type { LivePlan } from './use-run-plan.client';

interface ReviewStepProps {
  plan: LivePlan;
  module: Pick<RunModule, 'title' | 'engine' | 'class'>;
  /** The buyer confirmed that it buys a result that nobody audits. */
  isConfirmed: boolean;
  onConfirm: (isConfirmed: boolean) => void;
}

/** What is signed in words, and every way in which it can end. */
export function ReviewStep({ plan, module, isConfirmed, onConfirm }: ReviewStepProps) {
  const { terms, outcomes, reviewWindow } = plan;
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="signed">
        <h3 id="signed" className="mb-2">
          What you sign
        </h3>
        {terms ? <WordList terms={terms} module={module} /> : null}
      </section>
      <section aria-labelledby="outcomes" className="min-w-0">
        <h3 id="outcomes" className="mb-2">
          What can happen, and who gets what
        </h3>
        <div className="rounded-md border border-border">
          <OutcomeTable rows={outcomes} />
        </div>
      </section>
      <div className="flex flex-col gap-3">
        <ReviewWarnings plan={plan} />
        {plan.n > 0 ? (
          <Notice title="Mediators may read your inputs">
            If the deal is audited or disputed, the drawn mediators get your inputs to run them
            again. After the result you have {formatDuration(reviewWindow)} to look at it and
            dispute.
          </Notice>
        ) : (
          <Notice tone="attention" title="This run is not protected">
            Whatever the provider hands in counts as the result and is paid for:{' '}
            {formatDuration(reviewWindow)} after it, or as soon as you accept. You cannot dispute
            it. Choose a provider that you know.
          </Notice>
        )}
        <UnauditedChoice plan={plan} isConfirmed={isConfirmed} onConfirm={onConfirm} />
      </div>
    </div>
  );
}

/** A job offer in words, a line a promise. */
export function WordList({
  terms,
  module,
}: {
  terms: SignedTerms;
  module: ReviewStepProps['module'];
}) {
  const { tokenSymbol } = usePublicConfig();
  const lines = wordsOf(terms, { module, symbol: tokenSymbol, open: 'half an hour' });
  return (
    <ul className="flex max-w-[72ch] list-disc flex-col gap-1 pl-5 text-muted marker:text-border-strong">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
