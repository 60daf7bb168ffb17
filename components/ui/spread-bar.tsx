interface SpreadBarProps {
  /** What is spread, for those who do not see the picture: "Fuel". */
  label: string;
  min: number;
  median: number;
  max: number;
}

const WIDTH = 240;
const HEIGHT = 16;
const TRACK = 4;
/** A spread of nothing is still seen. */
const LEAST_WIDTH = 3;

/** The least, the middle and the most of some values, on a line from zero to the most. */
export function SpreadBar({ label, min, median, max }: SpreadBarProps) {
  const place = (value: number): number => (max === 0 ? 0 : (value / max) * (WIDTH - LEAST_WIDTH));
  const from = place(min);
  const middle = (HEIGHT - TRACK) / 2;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${label}: least, median and most on a line from zero`}
      className="h-4 w-full max-w-60"
      preserveAspectRatio="none"
    >
      <rect y={middle} width={WIDTH} height={TRACK} rx={2} fill="var(--border)" />
      <rect
        x={from}
        y={middle}
        width={Math.max(LEAST_WIDTH, place(max) - from + LEAST_WIDTH)}
        height={TRACK}
        rx={2}
        fill="var(--accent)"
      />
      <rect x={place(median)} y={2} width={LEAST_WIDTH} height={HEIGHT - 4} fill="var(--text)" />
    </svg>
  );
}
