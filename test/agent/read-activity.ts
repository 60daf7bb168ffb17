import { existsSync, readFileSync } from 'node:fs';
import { lacking, NO_UNITS, plus, type Units } from '../../workers/provider/capacity';

/** One line of an agent's activity log. */
export type ActivityLine = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly pid: number;
  readonly did: string;
  readonly dealId?: string;
  readonly units?: Units;
  readonly total?: Units;
  readonly cause?: string;
  readonly detail?: string;
};

/** What an agent's own log says that it did, oldest first. */
export function readActivity(path: string): ActivityLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line, i) => {
    try {
      return [JSON.parse(line) as ActivityLine];
    } catch (error) {
      // A kill may cut off the last line of a life.
      if (i === lines.length - 1 || lines[i + 1]?.includes('"started"')) return [];
      throw error;
    }
  });
}

/**
 * Moments at which more was reserved than there is, or more jobs in WebAssembly ran than there were
 * cores for: each computes on one, whatever was reserved for it.
 */
export function countOversold(lines: readonly ActivityLine[]): number {
  let total = NO_UNITS;
  let running = new Set<string>();
  let held = new Map<string, Units>();
  let oversold = 0;
  for (const { did, dealId = '', units, total: there } of lines) {
    if (did === 'started') {
      // Its jobs died with the one before; what it still holds for them is named again.
      held = new Map();
      running = new Set();
      total = there ?? NO_UNITS;
    } else if (units) held.set(dealId, units);
    else if (did === 'released') held.delete(dealId);
    const sum = [...held.values()].reduce(plus, NO_UNITS);
    if (did === 'executing') running.add(dealId);
    else if (did === 'sealed' || did === 'released') running.delete(dealId);
    const isCrowded = running.size * 1_000 > total.cpuMilli;
    if (isCrowded || lacking(sum, total).length > 0) oversold += 1;
  }
  return oversold;
}

/**
 * Executions that began after their deal was sealed, as the log orders them, or after its seal was on
 * chain.
 *
 * @param postedAt seconds since 1970 of each deal's ResultPosted
 */
export function countExecutedTwice(
  lines: readonly ActivityLine[],
  postedAt: ReadonlyMap<string, number>,
): number {
  const sealed = new Set<string>();
  let twice = 0;
  for (const { did, dealId = '', at } of lines) {
    if (did === 'sealed') sealed.add(dealId);
    if (did !== 'executing') continue;
    // A block's time is whole seconds.
    const posted = postedAt.get(dealId);
    if (sealed.has(dealId) || (posted !== undefined && at / 1_000 >= posted + 1)) twice += 1;
  }
  return twice;
}
