'use client';

import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Skeleton } from '@/components/ui/skeleton';
import { RelativeTime } from '@/components/ui/time';
import { WordList } from './review-step';
import type { RunModule } from './run-wizard';
import type { PostedOffer } from './signed-offer';
import { termsOf } from './signed-offer';

interface SignedStepProps {
  offer: PostedOffer | undefined;
  module: Pick<RunModule, 'title' | 'engine' | 'class'>;
}

/** An offer that was signed before this page was opened, as far as everybody can read it. */
export function SignedStep({ offer, module }: SignedStepProps) {
  return (
    <Panel
      title="What you signed"
      description={
        offer ? (
          <>
            Posted <RelativeTime at={offer.postedAt} />; it can be matched until{' '}
            <RelativeTime at={offer.submission.offer.expiry} />.
          </>
        ) : (
          'Looking for it at the market'
        )
      }
    >
      {offer ? (
        <div className="flex flex-col gap-4">
          <WordList terms={termsOf(offer)} module={module} />
          <p className="text-muted">
            Your inputs are with the directory as{' '}
            <Hash value={offer.submission.offer.inputsId} label="inputs id" />. Only you, the
            provider and drawn mediators can read them.
          </p>
        </div>
      ) : (
        <div className="flex flex-col gap-3" role="status" aria-label="Looking for your offer">
          <Skeleton className="w-2/3" />
          <Skeleton />
          <Skeleton className="w-1/2" />
        </div>
      )}
    </Panel>
  );
}
