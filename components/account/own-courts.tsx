'use client';

import { Scale } from 'lucide-react';
import { CourtMembership } from '@/components/courts/court-membership';
import { Amount } from '@/components/ui/amount';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import type { CourtItem } from '@/lib/offers/courts.query';
import { includesHex } from '@/lib/shared/address';
import { formatDuration } from '@/lib/shared/time.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** The courts that name the connected account, and what it can do about each. */
export function OwnCourts({ courts }: { courts: readonly CourtItem[] }) {
  const { address } = useWallet();
  const own = courts.filter(({ members }) => address && includesHex(members, address));
  if (own.length === 0) {
    return (
      <EmptyState
        className="py-8"
        icon={Scale}
        title="No court names you"
        action={
          <Link href="/courts/found" className={buttonClass('secondary', 'sm')}>
            Found a court
          </Link>
        }
      >
        A court’s members are named when it is founded. Found one with yourself in it, or be named
        in another.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-border">
      {own.map((court) => (
        <li key={court.id} className="flex flex-col gap-3 px-4 py-3">
          <Hash value={court.id} label="court id" />
          <p className="tabular text-muted text-xs">
            {court.joined} of {court.members.length} members serve · {court.deals} deals · seat fee
            at least <Amount value={court.terms.minSeatFee} /> · jobs up to{' '}
            {formatDuration(court.terms.maxExecutionWindow)}
          </p>
          <CourtMembership court={court} />
        </li>
      ))}
    </ul>
  );
}
