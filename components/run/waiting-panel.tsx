'use client';

import dynamic from 'next/dynamic';
import { useEffect, useEffectEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { shortHash } from '@/lib/shared/hash.view';
import type { Problem } from '@/lib/shared/problem.view';
import { BuyProgress } from './buy-progress';
import type { PlanChange } from './plan-change';
import type { RunModule } from './run-wizard';
import { dealOf, type PostedOffer } from './signed-offer';
import { usePostedOffer } from './use-posted-offer.client';

const UnmatchedNotice = dynamic(async () => (await import('./unmatched-notice')).UnmatchedNotice);

interface WaitingPanelProps {
  hash: `0x${string}`;
  module: Pick<RunModule, 'id'>;
  /** The buyer went on to change what it signed; until it signs again, this offer waits on. */
  isLeft: boolean;
  onOffer: (offer: PostedOffer) => void;
  onMatched: (dealId: `0x${string}`) => void;
  /** The offer can no longer become a deal, and why. */
  onOver: (problem: Problem, isSpent: boolean) => void;
  /** Goes back to what is decided; nothing is bought by it. */
  onChange: (change: PlanChange) => void;
}

/** A signed offer on its way to a deal: of this page, of one that was reloaded, or of another device. */
export function WaitingPanel(props: WaitingPanelProps) {
  const { hash, module, isLeft, onChange } = props;
  const { offer, isSlow, isLost, isUnreachable } = usePostedOffer(hash);
  const found = useEffectEvent((item: PostedOffer) => {
    props.onOffer(item);
    const { state } = item;
    const dealId = dealOf(state);
    if (dealId) props.onMatched(dealId);
    else if (state.kind === 'expired' || state.kind === 'cancelled') {
      props.onOver(overWith(WORDS[state.kind]), state.kind === 'cancelled');
    }
  });
  useEffect(() => {
    if (offer) found(offer);
  }, [offer]);
  const lost = useEffectEvent(() => props.onOver(LOST, false));
  useEffect(() => {
    if (isLost) lost();
  }, [isLost]);
  if (isLeft) {
    return (
      <Notice tone="attention" title="What you signed before is still open" className="px-3">
        If it is matched before you sign again, this page goes on to its deal. Of what you sign here
        with one account only one is ever matched. To end it, cancel it on your{' '}
        <Link href="/account" className="link">
          account page
        </Link>
        .
      </Notice>
    );
  }
  return (
    <>
      <BuyProgress phase="matching" needsPermit={false} isSigned />
      {isUnreachable ? (
        <Notice tone="attention" alert title="The server does not answer" className="px-3">
          This page looks again every few seconds. What you signed is safe where it is.
        </Notice>
      ) : null}
      {isSlow && offer?.state.kind === 'open' ? (
        <UnmatchedNotice offer={offer} module={module} onChange={onChange} />
      ) : (
        <p className="text-muted text-xs">
          You may leave or reload this page: its address keeps the offer {shortHash(hash)}, here and
          on any other device.
        </p>
      )}
      <Button variant="ghost" size="sm" onClick={() => onChange({})} className="self-start">
        Change what you signed
      </Button>
    </>
  );
}

const WORDS = {
  cancelled: 'it was cancelled',
  expired: 'nobody took it in half an hour, and it has expired',
} as const;

const overWith = (why: string): Problem => ({
  title: `Your offer can no longer be matched: ${why}.`,
  advice: 'Nothing was paid. Sign a new one.',
  declined: false,
});

const LOST: Problem = {
  title: 'Your offer did not arrive at the market.',
  advice: 'Nothing was bought. Sign it again.',
  declined: false,
};
