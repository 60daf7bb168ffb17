import type { SliderMark } from '@/components/ui/slider';

/** The four marks of the dial: theta, and its name. Between them the dial runs straight. */
const STOPS: readonly [theta: number, label: string][] = [
  [10, 'Light'],
  [40, 'Standard'],
  [121, 'Strong'],
  [200, 'Most'],
];

const STEPS = 20;

export const DIAL_MAX = (STOPS.length - 1) * STEPS;

export const DIAL_MARKS: readonly SliderMark[] = STOPS.map(([, label], index) => ({
  value: index * STEPS,
  label,
}));

/** theta at a place of the dial. */
export function thetaOf(place: number): number {
  const index = Math.min(STOPS.length - 2, Math.floor(place / STEPS));
  const [from, to] = [thetaAt(index), thetaAt(index + 1)];
  return Math.round(from + ((to - from) * (place - index * STEPS)) / STEPS);
}

/** The place of the dial that is nearest to theta. */
export function dialOf(theta: number): number {
  let index = 0;
  while (index < STOPS.length - 2 && theta >= thetaAt(index + 1)) index += 1;
  const [from, to] = [thetaAt(index), thetaAt(index + 1)];
  const share = Math.min(1, Math.max(0, (theta - from) / (to - from)));
  return Math.round((index + share) * STEPS);
}

function thetaAt(index: number): number {
  return STOPS[index]?.[0] ?? 0;
}
