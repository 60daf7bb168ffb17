'use client';

import type { Spread } from '@/lib/offers/market-prices.query';
import { formatAmount, parseAmount } from '@/lib/shared/amount.view';
import { SpreadLine } from './spread-line';

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
  const marks = [
    ['P10', spread.p10],
    ['median', spread.median],
    ['P90', spread.p90],
  ] as const;
  return (
    <div>
      <SpreadLine
        p10={Number(spread.p10)}
        median={Number(spread.median)}
        p90={Number(spread.p90)}
        own={own === undefined ? null : Number(own)}
      />
      <ul className="grid grid-cols-3 gap-x-2 break-words text-xs">
        {marks.map(([name, amount], index) => (
          <li key={name} className={index === 0 ? '' : index === 2 ? 'text-right' : 'text-center'}>
            <button
              type="button"
              className="group max-w-full py-0.5 text-inherit"
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
