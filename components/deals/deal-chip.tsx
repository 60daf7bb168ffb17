'use client';

import { useNow } from '@/components/ui/now';
import { StateChip } from '@/components/ui/state-chip';
import { dealStatusView, type StatusFacts } from '@/lib/deals/deal-status.view';
import { usePublicConfig } from '@/lib/env/public-config.client';

/** A deal's state now; it changes by itself when a deadline passes. */
export function DealChip({ facts, size = 'md' }: { facts: StatusFacts; size?: 'sm' | 'md' }) {
  const now = useNow();
  const { windows } = usePublicConfig();
  const { tone, word } = dealStatusView(facts, now, windows);
  return (
    <StateChip tone={tone} size={size}>
      {word}
    </StateChip>
  );
}
