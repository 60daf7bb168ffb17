import { sha256 } from 'viem';
import type { Execution } from '../execution';

/** One run of a job that is probed: where, and what came of it. */
export interface ProbedRun {
  /** The engine that ran it, "podman 4.3.1". */
  readonly where: string;
  readonly execution: Execution;
}

/** What runs of one job show. B: all equal; C: not, and where they first part. */
export type Probe =
  | { readonly found: 'B'; readonly runs: readonly ProbedRun[] }
  | {
      readonly found: 'C';
      readonly runs: readonly ProbedRun[];
      /** Paths, "status" and "exitCode" in which a run differs from the first. */
      readonly differing: readonly string[];
    };

/**
 * Compares runs as results are compared: status, exit code, and every output to the byte. Equality of
 * some runs is evidence, not proof: a verdict in class B costs accordingly.
 */
export function probeOf(runs: readonly ProbedRun[]): Probe {
  const [first, ...others] = runs.map(({ execution }) => factsOf(execution));
  if (first === undefined) throw new RangeError('Nothing was run');
  const differing = new Set<string>();
  for (const other of others) {
    for (const name of new Set([...first.keys(), ...other.keys()])) {
      if (first.get(name) !== other.get(name)) differing.add(name);
    }
  }
  if (differing.size === 0) return { found: 'B', runs };
  return { found: 'C', runs, differing: [...differing].sort() };
}

function factsOf({ status, exitCode, outputs }: Execution): Map<string, string> {
  return new Map([
    ['status', status],
    ['exitCode', String(exitCode)],
    ...outputs.map(({ path, bytes }) => [path, sha256(bytes)] as const),
  ]);
}

/**
 * For people: every run with its engine and digest, then what they show.
 *
 * @param resources of the module: what uses a GPU is never of class B, as another card may differ
 */
export function probeReport(
  probe: Probe,
  digestOf: (execution: Execution) => string,
  { gpuCount }: { readonly gpuCount: number },
): string {
  const lines = probe.runs.map(({ where, execution }, index) => {
    const { status, exitCode } = execution;
    return `run ${index + 1}  ${where}  ${status}, exit code ${exitCode}  ${digestOf(execution)}`;
  });
  return `${lines.join('\n')}\n${verdictOf(probe, gpuCount)}\n`;
}

function verdictOf(probe: Probe, gpuCount: number): string {
  if (probe.found === 'C') {
    return `class C: runs differ in ${probe.differing.join(', ')}; sell it with "class": "none"`;
  }
  const equal = `${probe.runs.length} runs, all equal`;
  if (gpuCount === 0) return `class B: ${equal}`;
  return `${equal} on this GPU; another one may differ: sell it with "class": "none"`;
}
