import type { CertifiedRun } from '../../modules/certificate';

/** What the runs of every input came to on one runtime, in the inputs' order. */
export interface ObservedRuns {
  readonly runtime: string;
  readonly runs: readonly CertifiedRun[];
}

/** A fact in which a runtime does not say what the first one says. */
export interface RunDifference {
  readonly runtime: string;
  readonly input: string;
  readonly fact: keyof CertifiedRun;
  readonly expected: string;
  readonly found: string;
}

/** Compares every runtime with the first, fact by fact; empty: all came to the same. */
export function differencesOf(observed: readonly ObservedRuns[]): RunDifference[] {
  const [first, ...others] = observed;
  if (first === undefined) return [];
  return others.flatMap(({ runtime, runs }) =>
    first.runs.flatMap((expected, index) => {
      const found = runs[index];
      const facts = Object.keys(expected) as (keyof CertifiedRun)[];
      return facts
        .filter((fact) => found?.[fact] !== expected[fact])
        .map((fact) => ({
          runtime,
          input: expected.input,
          fact,
          expected: String(expected[fact]),
          found: found === undefined ? 'no run' : String(found[fact]),
        }));
    }),
  );
}
