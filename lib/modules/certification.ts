import type { Certificate } from './certificate';

/** What is recorded of the tries to certify a published module. */
export interface CertificationFacts {
  /** The build of the engine's transformer that tried. */
  readonly build: number;
  /** None where the only one was given back. */
  readonly tries: number;
  readonly isUnderWay: boolean;
  /** Seconds since 1970: when the last try began. */
  readonly triedAt: number;
  /** Seconds since 1970. */
  readonly restsUntil: number;
  readonly problem: string | null;
  readonly isFinal: boolean;
  readonly certificate: Certificate | null;
  /** The build that made it. */
  readonly certifiedBuild: number | null;
}

/** How far this market's certifier is with a module. */
export type CertificationState =
  | {
      readonly state: 'certified';
      readonly certificate: Certificate;
      /** Of the engine: which made it, and which the market runs now. */
      readonly builds: { readonly made: number; readonly present: number };
    }
  /** Its turn is to come. */
  | { readonly state: 'waiting' }
  /** It was not tried, and no certifier was seen here lately: its turn may never come. */
  | { readonly state: 'unattended' }
  | { readonly state: 'running'; readonly attempt: number }
  /** It came to nothing, and is tried again at a time in seconds since 1970. */
  | { readonly state: 'resting'; readonly problem: string; readonly until: number }
  /** There will be none by this build of the engine. */
  | { readonly state: 'failed'; readonly problem: string };

/** Seconds of the certifier's time that an author's modules may take in a day. */
export const AUTHOR_SECONDS = 30 * 60;
export const DAY_SECONDS = 24 * 60 * 60;

/** Seconds that one try may take in all. */
export const TRY_SECONDS = 10 * 60;

/**
 * Seconds after the beginning of a try at which it counts as cut off: whoever holds it has another
 * minute to write down how it ended.
 */
export const LEASE_SECONDS = TRY_SECONDS + 60;

const PAUSES = [60, 600, 3_600] as const;
export const LONGEST_PAUSE = DAY_SECONDS;

/**
 * Seconds until the next try after so many that came to no result: a minute, ten, an hour, and then a
 * day each time. It never ends, as what the machine lacked today it may have tomorrow.
 */
export const pauseAfter = (tries: number): number =>
  PAUSES[Math.max(0, tries - 1)] ?? LONGEST_PAUSE;

/** Seconds after its publication within which a certifier that has nothing else to do takes a module. */
export const SOON_SECONDS = 60 * 60;

/** What a certifier that ended in the middle of a try has left. */
const CUT_OFF = 'The certifier ended while it tried the module.';

/**
 * @param now seconds since 1970
 * @param build of the engine's transformer as it is now
 */
export function certificationStateOf(
  facts: CertificationFacts | undefined,
  now: number,
  build: number,
): CertificationState {
  if (facts === undefined) return { state: 'waiting' };
  const { certificate, tries, isUnderWay, triedAt, restsUntil } = facts;
  // What the present build refuses is not certified, whatever an older one found.
  const isRefused = facts.build === build && facts.isFinal;
  if (certificate !== null && !isRefused) {
    const builds = { made: facts.certifiedBuild ?? facts.build, present: build };
    return { state: 'certified', certificate, builds };
  }
  const isClockAhead = restsUntil > now + LONGEST_PAUSE;
  if (isUnderWay && now < triedAt + LEASE_SECONDS && !isClockAhead) {
    return { state: 'running', attempt: tries };
  }
  if (facts.build !== build || tries === 0) return { state: 'waiting' };
  const problem = (isUnderWay ? null : facts.problem) ?? CUT_OFF;
  return facts.isFinal
    ? { state: 'failed', problem }
    : { state: 'resting', problem, until: isClockAhead ? now : restsUntil };
}
