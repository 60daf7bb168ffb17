'use client';

import type { Spread } from '@/lib/offers/market-prices.query';
import { formatAmount, parseAmount } from '@/lib/shared/amount.view';

interface SpreadPickerProps {
  /** Of what: "a run". */
  label: string;
  spread: Spread;
  /** What is asked now, as it was typed. */
  value: string;
  onPick: (text: string) => void;
}

/** What others ask on a line from nothing to the most, with the own price on it; each mark can be taken. */
export function SpreadPicker({ label, spread, value, onPick }: SpreadPickerProps) {
  const own = parseAmount(value);
  const most = Number(own !== undefined && own > spread.p90 ? own : spread.p90) * 1.1 || 1;
  const place = (amount: bigint) => `${((Number(amount) / most) * 100).toFixed(2)}%`;
  const marks = [
    ['P10', spread.p10],
    ['median', spread.median],
    ['P90', spread.p90],
  ] as const;
  return (
    <div>
      <div aria-hidden className="relative h-4">
        <span className="absolute inset-x-0 top-1.5 h-1 rounded-full bg-border" />
        <span
          className="absolute top-1.5 h-1 rounded-full bg-border-strong"
          style={{ left: place(spread.p10), right: `calc(100% - ${place(spread.p90)})` }}
        />
        <span
          className="absolute top-0.5 h-3 w-px bg-text"
          style={{ left: place(spread.median) }}
        />
        {own === undefined ? null : (
          <span
            className="absolute top-0.5 size-3 -translate-x-1/2 rounded-full border-2 border-surface bg-accent"
            style={{ left: place(own) }}
          />
        )}
      </div>
      <ul className="grid grid-cols-3 text-xs">
        {marks.map(([name, amount], index) => (
          <li key={name} className={index === 0 ? '' : index === 2 ? 'text-right' : 'text-center'}>
            <button
              type="button"
              className="group py-0.5 text-inherit"
              onClick={() => onPick(formatAmount(amount).replaceAll(',', ''))}
            >
              <span className="text-muted">{name} </span>
              <span className="tabular group-hover:text-accent">{formatAmount(amount)}</span>
              <span className="sr-only"> for {label}: ask for this</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
