'use client';

import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Hash } from '@/components/ui/hash';
import { StateChip } from '@/components/ui/state-chip';
import type { useCall } from '@/components/wallet/use-call.client';
import type { CourtItem } from '@/lib/offers/courts.query';
import { sameHex } from '@/lib/shared/address';
import { formatDuration } from '@/lib/shared/time.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';

interface CourtLineProps {
  court: CourtItem;
  run: ReturnType<typeof useCall>['run'];
  busy: string | undefined;
}

/** A court, its terms, and what the connected account can do about it. */
export function CourtLine({ court, run, busy }: CourtLineProps) {
  const { address } = useWallet();
  const own = court.memberships.find(
    (member) => address !== undefined && sameHex(member.address, address),
  );
  const serves = own !== undefined && own.joinedAt !== null && own.leftAt === null;
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Hash value={court.id} label="court id" />
        {serves ? (
          <StateChip tone="safe" size="sm">
            You serve
          </StateChip>
        ) : own ? (
          <StateChip tone="attention" size="sm">
            You are invited
          </StateChip>
        ) : (
          <StateChip tone="neutral" size="sm">
            Not invited
          </StateChip>
        )}
      </div>
      <p className="tabular text-muted text-xs">
        {court.joined} of {court.members.length} members serve · {court.deals} deals · seat fee at
        least <Amount value={court.terms.minSeatFee} /> · jobs up to{' '}
        {formatDuration(court.terms.maxExecutionWindow)}
      </p>
      {own ? (
        <Button
          size="sm"
          variant={serves ? 'danger' : 'primary'}
          busy={busy === court.id}
          className="self-start"
          onClick={() =>
            void (serves
              ? run(court.id, 'You left the court.', ({ market }) =>
                  market('leaveCourt', [court.id]),
                )
              : run(court.id, 'You serve in this court from now on.', ({ market }) =>
                  market('joinCourt', [court.members, court.terms]),
                ))
          }
        >
          {serves ? 'Leave this court' : 'Join on these terms'}
        </Button>
      ) : null}
    </li>
  );
}
