'use client';

import { usePublicConfig } from '@/lib/env/public-config.client';
import { splitAmount } from '@/lib/shared/amount.view';
import { cn } from '@/lib/shared/class-names';

interface AmountProps {
  /** In the smallest unit; a decimal string as it comes from the API is fine. */
  value: bigint | string;
  /** The token's symbol unless told; empty where the column or line already says it. */
  unit?: string;
  /** Shows a plus before a gain; a loss always has its minus. */
  signed?: boolean;
  /** With all decimals, so that points stand under one another in a column. */
  ledger?: boolean;
  className?: string;
}

export function Amount({ value, unit, signed = false, ledger = false, className }: AmountProps) {
  const { tokenSymbol } = usePublicConfig();
  const amount = typeof value === 'bigint' ? value : BigInt(value);
  const symbol = unit ?? tokenSymbol;
  const { kept, zeros } = splitAmount(amount);
  return (
    <span className={cn('tabular whitespace-nowrap', className)}>
      {signed && amount > 0n ? '+' : ''}
      {kept}
      {ledger && zeros !== '' ? (
        // Only drawn: nobody wants to hear or copy them.
        <span data-zeros={zeros} className="text-muted after:content-[attr(data-zeros)]" />
      ) : null}
      {symbol === '' ? null : (
        <span className="text-muted text-[max(0.85em,0.75rem)]"> {symbol}</span>
      )}
    </span>
  );
}
