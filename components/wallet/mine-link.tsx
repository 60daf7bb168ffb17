'use client';

import { Link } from '@/components/ui/link';
import { cn } from '@/lib/shared/class-names';
import { useWallet } from '@/lib/wallet/use-wallet.client';

interface MineLinkProps {
  /** Where "mine" leads, up to the address: "/deals?party=". */
  base: string;
  /** Where the list is no longer narrowed; by default the path of `base`. */
  without?: string;
  /** The address that the list is narrowed to, if any. */
  current: string | undefined;
}

/** A filter to the connected account; asks to connect first. */
export function MineLink({ base, without, current }: MineLinkProps) {
  const { address, connect } = useWallet();
  const active = current !== undefined && current.toLowerCase() === address?.toLowerCase();
  const look = cn(
    'flex h-9 items-center whitespace-nowrap rounded-md border border-border bg-surface px-3 font-medium transition-colors duration-150 hover:bg-raised',
    active ? 'border-accent text-accent' : 'text-muted',
  );
  return address ? (
    <Link
      href={active ? (without ?? (base.split('?')[0] as string)) : `${base}${address}`}
      className={look}
    >
      {active ? 'Mine only' : 'Mine'}
    </Link>
  ) : (
    <button type="button" onClick={connect} className={look}>
      Mine
    </button>
  );
}
