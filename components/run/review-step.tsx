'use client';

import { Notice } from '@/components/ui/notice';
import { formatDuration } from '@/lib/shared/time.view';
import { type OutcomeRow, OutcomeTable } from './outcome-table';

interface ReviewStepProps {
  rows: readonly OutcomeRow[];
  /** What is signed, in words. */
  words: readonly string[];
  reviewWindow: number;
  isVerified: boolean;
}

/** What is signed in words, and every way in which it can end. */
export function ReviewStep({ rows, words, reviewWindow, isVerified }: ReviewStepProps) {
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="signed">
        <h3 id="signed" className="mb-2">
          What you sign
        </h3>
        <ul className="flex max-w-[72ch] list-disc flex-col gap-1 pl-5 text-muted marker:text-border-strong">
          {words.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="outcomes" className="min-w-0">
        <h3 id="outcomes" className="mb-2">
          What can happen, and who gets what
        </h3>
        <div className="rounded-md border border-border">
          <OutcomeTable rows={rows} />
        </div>
      </section>
      {isVerified ? (
        <Notice title="Mediators may read your inputs">
          If the deal is audited or disputed, the drawn mediators get your inputs to run them again.
          After the result you have {formatDuration(reviewWindow)} to look at it and dispute.
        </Notice>
      ) : (
        <Notice tone="attention" title="This run is not protected">
          Whatever the provider hands in counts as the result and is paid for:{' '}
          {formatDuration(reviewWindow)} after it, or as soon as you accept. You cannot dispute it.
          Choose a provider that you know.
        </Notice>
      )}
    </div>
  );
}
