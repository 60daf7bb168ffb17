interface SpreadLineProps {
  p10: number;
  median: number;
  p90: number;
  /** The own figure; null where there is none. */
  own: number | null;
  /** What it says, for who does not see it; hidden where words beside it say the same. */
  label?: string;
}

/** What others have on a line from nothing to the most, with the own figure on it. */
export function SpreadLine({ p10, median, p90, own, label }: SpreadLineProps) {
  const most = Math.max(p90, own ?? 0) * 1.1 || 1;
  const place = (value: number) => `${((value / most) * 100).toFixed(2)}%`;
  const role = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <div {...role} className="relative h-4">
      <span className="absolute inset-x-0 top-1.5 h-1 rounded-full bg-border" />
      <span
        className="absolute top-1.5 h-1 rounded-full bg-border-strong"
        style={{ left: place(p10), right: `calc(100% - ${place(p90)})` }}
      />
      <span className="absolute top-0.5 h-3 w-px bg-text" style={{ left: place(median) }} />
      {own === null ? null : (
        <span
          className="absolute top-0.5 size-3 -translate-x-1/2 rounded-full border-2 border-surface bg-accent"
          style={{ left: place(own) }}
        />
      )}
    </div>
  );
}
