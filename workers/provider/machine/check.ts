import type { MachineReport } from '../../../lib/providers/machine-report';

/** One thing that the preflight looked at. */
export type Check = MachineReport['checks'][number];

export type Verdict = readonly [
  outcome: Check['outcome'],
  detail: string,
  fix?: string | undefined,
];

/** A check with its verdict; what mends it only where there is something to mend. */
export function check(id: string, title: string, [outcome, detail, fix]: Verdict): Check {
  const needsFix = outcome === 'failed' || outcome === 'warning';
  return { id, title, outcome, detail, ...(needsFix && fix ? { fix } : {}) };
}
