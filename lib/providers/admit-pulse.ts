import type { MachinePulse } from './machine-report';

/** Seconds by which the clocks of a machine and of a server may differ. */
export const CLOCK_TOLERANCE = 60;
/** Seconds from one pulse to the next. */
export const PULSE_SECONDS = 15;
/** Seconds without a pulse after which a machine counts as silent. */
export const SILENT_AFTER = 60;
const MOST_BOOTS = 4;

/** Starts of a machine's agent that sent pulses lately, the last heard first. */
export type Boots = {
  readonly heard: readonly { readonly boot: string; readonly at: number }[];
  /** No pulse up to here is taken of a start that is not listed. */
  readonly floor: number;
  /** When two agents with the key were last seen to run side by side; 0: never. */
  readonly sharedAt: number;
};

/**
 * Decides on a pulse by what came before. Each start of the agent counts its own time upwards, so a
 * pulse that was sent once is never taken again. A start that is heard after a later one is a second
 * agent with the same key: it did not end when the other began.
 *
 * @param now the server's clock, which the pulse's time is near
 * @returns undefined where it is replayed, or older than one that came
 */
export function admitPulse(
  before: Boots | null,
  { boot, at }: Pick<MachinePulse, 'boot' | 'at'>,
  now: number,
): Boots | undefined {
  const { heard, floor, sharedAt } = before ?? { heard: [], floor: 0, sharedAt: 0 };
  const known = heard.find((one) => one.boot === boot);
  if (at <= (known?.at ?? floor)) return undefined;
  const others = heard.filter((one) => one !== known);
  const kept = others.slice(0, MOST_BOOTS - 1);
  const dropped = others.slice(MOST_BOOTS - 1).map((one) => one.at);
  const isBack = known !== undefined && heard[0] !== known;
  return {
    heard: [{ boot, at }, ...kept],
    floor: Math.max(floor, ...dropped),
    sharedAt: isBack ? now : sharedAt,
  };
}

/** Whether two agents with the key run now, as far as can be told. */
export function isShared(boots: Boots | null, now: number): boolean {
  return boots !== null && boots.sharedAt > 0 && now - boots.sharedAt <= SILENT_AFTER;
}

/** By how much a machine's clock is wrong: seconds ahead of the server's; undefined where it is right. */
export function clockSkew(at: number, now: number): number | undefined {
  const skew = at - now;
  return Math.abs(skew) > CLOCK_TOLERANCE ? skew : undefined;
}
