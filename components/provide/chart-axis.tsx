import { formatInstant } from '@/lib/shared/time.view';

interface ChartAxisProps {
  /** Where each bucket begins, seconds since 1970, oldest first. */
  starts: readonly number[];
  /** Length of a bucket in seconds. */
  step: number;
}

const DAY = 86_400;

/** Oldest, middle and newest moment under a chart; times are those of UTC. */
export function ChartAxis({ starts, step }: ChartAxisProps) {
  const marks = [starts[0], starts[Math.floor(starts.length / 2)], starts.at(-1)];
  return (
    <div aria-hidden className="tabular flex justify-between text-muted text-xs">
      {marks.map((at, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a mark is
        <span key={index}>{at === undefined ? '' : bucketWord(at, step)}</span>
      ))}
    </div>
  );
}

/** A bucket in a chart or its table: "11-26" for a day, "11-26 14:00" for less. */
export function bucketWord(at: number, step: number): string {
  const text = formatInstant(at);
  return step >= DAY ? text.slice(5, 10) : text.slice(5, 16);
}
