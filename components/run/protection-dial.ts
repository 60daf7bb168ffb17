import type { SliderMark } from '@/components/ui/slider';

/** The least and the most that the dial gives. */
export const THETA_RANGE = { minTheta: 10, maxTheta: 200 } as const;
export const STANDARD_THETA = 40;

/** The four marks of the dial: theta, and its name. Between them the dial runs straight. */
const STOPS: readonly [theta: number, label: string][] = [
  [THETA_RANGE.minTheta, 'Light'],
  [STANDARD_THETA, 'Standard'],
  [121, 'Strong'],
  [THETA_RANGE.maxTheta, 'Most'],
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
