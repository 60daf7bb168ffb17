'use client';

import { Hash } from '@/components/ui/hash';
import { usePublicConfig } from '@/lib/env/public-config.client';

/** A transaction, linked to the explorer that the deployment names; to copy where there is none. */
export function TransactionHash({ hash }: { hash: `0x${string}` }) {
  const { explorerUrl } = usePublicConfig();
  const href = explorerUrl === undefined ? null : `${explorerUrl}/tx/${hash}`;
  return (
    <span className="inline-flex items-center gap-1">
      Transaction <Hash value={hash} label="transaction" href={href} picture={false} />
    </span>
  );
}
