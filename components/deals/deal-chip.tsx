'use client';

import { useAtNow } from '@/components/ui/now';
import { StateChip } from '@/components/ui/state-chip';
import { type StatusFacts, statusAt, viewOfStatus } from '@/lib/deals/deal-status.view';
import { usePublicConfig } from '@/lib/env/public-config.client';

/** A deal's state now; it changes by itself when a deadline passes. */
export function DealChip({ facts, size = 'md' }: { facts: StatusFacts; size?: 'sm' | 'md' }) {
  const { windows } = usePublicConfig();
  const status = useAtNow((now) => statusAt(facts, now, windows));
  const { tone, word } = viewOfStatus(facts, status);
  return (
    <StateChip tone={tone} size={size}>
      {word}
    </StateChip>
  );
}
