import { formatAmount } from '@/lib/shared/amount.view';
import { cn } from '@/lib/shared/class-names';

interface AmountProps {
  /** In the smallest unit; a decimal string as it comes from the API is fine. */
  value: bigint | string;
  /** Empty where the column or line already says it. */
  unit?: string;
  /** Shows a plus before a gain; a loss always has its minus. */
  signed?: boolean;
  className?: string;
}

export function Amount({ value, unit = 'tUSD', signed = false, className }: AmountProps) {
  const amount = typeof value === 'bigint' ? value : BigInt(value);
  return (
    <span className={cn('tabular whitespace-nowrap', className)}>
      {signed && amount > 0n ? '+' : ''}
      {formatAmount(amount)}
      {unit === '' ? null : <span className="text-muted text-[0.85em]"> {unit}</span>}
    </span>
  );
}
