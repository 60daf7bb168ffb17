import { formatDuration } from '@/lib/shared/time.view';

/** How long a share link can be good for. */
export interface LinkLast {
  readonly seconds: number;
  readonly label: string;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;
const USUAL: readonly LinkLast[] = [
  { seconds: HOUR, label: 'one hour' },
  { seconds: DAY, label: 'one day' },
  { seconds: 7 * DAY, label: 'one week' },
];

/**
 * The lives that a link may have: none outlives the result that it opens.
 *
 * @param keptUntil when the directory's promise ends, Unix seconds; undefined where it made none
 */
export function linkLasts(now: number, keptUntil: number | undefined): readonly LinkLast[] {
  if (keptUntil === undefined) return USUAL.slice(0, 2);
  const left = keptUntil - now;
  const fitting = USUAL.filter(({ seconds }) => seconds < left);
  return left > 0
    ? [...fitting, { seconds: left, label: `as long as it is kept (${formatDuration(left)})` }]
    : [];
}
