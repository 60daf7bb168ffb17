'use client';

import { useState } from 'react';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Link } from '@/components/ui/link';
import { useNow } from '@/components/ui/now';
import { StateChip, type Tone } from '@/components/ui/state-chip';
import { RelativeTime } from '@/components/ui/time';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { CourtItem, CourtMember } from '@/lib/offers/courts.query';
import { sameHex } from '@/lib/shared/address';
import { formatDuration } from '@/lib/shared/time.view';
import { useBalances } from '@/lib/wallet/balances.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** Where an account stands with a court. */
export function useMembership(court: CourtItem): CourtMember | undefined {
  const { address } = useWallet();
  return court.memberships.find(
    (member) => address !== undefined && sameHex(member.address, address),
  );
}

export const isServing = (member: CourtMember | undefined) =>
  member !== undefined && member.joinedAt !== null && member.leftAt === null;

function standing(member: CourtMember | undefined): { tone: Tone; word: string } {
  if (!member) return { tone: 'neutral', word: 'Not invited' };
  if (isServing(member)) return { tone: 'safe', word: 'You serve' };
  return member.leftAt === null
    ? { tone: 'attention', word: 'You are invited' }
    : { tone: 'neutral', word: 'You left' };
}

/** What the connected account is to a court, and what it can do about it. */
export function CourtMembership({ court }: { court: CourtItem }) {
  const { windows } = usePublicConfig();
  const { status, connect } = useWallet();
  const now = useNow();
  const member = useMembership(court);
  const { run, busy, problem } = useCall();
  const [isLeaving, setIsLeaving] = useState(false);
  const stake = useBalances().data?.stake;
  if (status !== 'connected') {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-[60ch] text-muted">
          Members join by their own transaction. Connect a wallet to see whether yours is invited.
        </p>
        <Button variant="secondary" size="sm" onClick={connect}>
          Connect wallet
        </Button>
      </div>
    );
  }
  const { tone, word } = standing(member);
  const rejoinAt = member?.leftAt ? member.leftAt + windows.unbonding : 0;
  const unbonding = formatDuration(windows.unbonding);
  return (
    <div className="flex flex-col gap-3">
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <StateChip tone={tone} size="sm">
          {word}
        </StateChip>
        {isServing(member) ? (
          <Button size="sm" variant="danger" onClick={() => setIsLeaving(true)}>
            Leave this court
          </Button>
        ) : member && now > rejoinAt ? (
          <Button
            size="sm"
            busy={busy === 'join'}
            onClick={() =>
              void run('join', 'You serve in this court from now on.', ({ market }) =>
                market('joinCourt', [court.members, court.terms]),
              )
            }
          >
            Join on these terms
          </Button>
        ) : null}
      </div>
      <p className="max-w-[72ch] text-muted text-xs">
        {!member ? (
          'Its members were named when it was founded and cannot be added to. To serve, found a court of your own or be named in another.'
        ) : isServing(member) ? (
          <>
            You can be seated in deals matched after <RelativeTime at={member.joinedAt ?? 0} />.
            Your stake: {stake ? <Amount value={stake.free} /> : '–'} free,{' '}
            {stake ? <Amount value={stake.seated} /> : '–'} seated.{' '}
            <Link href="/account#mediator" className="link">
              Stake more
            </Link>
          </>
        ) : now <= rejoinAt ? (
          <>
            You can join again <RelativeTime at={rejoinAt} />: until then deals from before you left
            may still seat you.
          </>
        ) : (
          <>
            Joining costs nothing but binds your stake: a seat locks at least the deal’s value of
            it, and stake that you ask back is free after {unbonding}.{' '}
            {stake && stake.free === 0n ? (
              <>
                You have none yet:{' '}
                <Link href="/account#mediator" className="link">
                  put up a stake
                </Link>
                , or no seat can be yours.
              </>
            ) : null}
          </>
        )}
      </p>
      <Dialog
        open={isLeaving}
        onOpenChange={setIsLeaving}
        title="Leave this court?"
        description="You are seated in no deal matched from then on."
        footer={
          <>
            <Button variant="secondary" onClick={() => setIsLeaving(false)}>
              Stay
            </Button>
            <Button
              variant="danger"
              busy={busy === 'leave'}
              onClick={() =>
                void run('leave', 'You left the court.', ({ market }) =>
                  market('leaveCourt', [court.id]),
                ).then(() => setIsLeaving(false))
              }
            >
              Leave the court
            </Button>
          </>
        }
      >
        <p className="text-muted">
          Deals that were matched before may still seat you until they are settled, so keep your
          mediator running. You can join again after {unbonding}. Your stake stays yours: ask it
          back on your account, it is free {unbonding} later.
        </p>
      </Dialog>
    </div>
  );
}
