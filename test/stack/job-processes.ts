import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of a processor after which a child neither starts nor warms itself up any more. */
const AT_WORK = 1.2;
const TICKS_PER_SECOND = 100;

type ProcessFacts = { readonly pid: number; readonly parent: number; readonly seconds: number };

function processes(): ProcessFacts[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field may hold anything: what counts stands after its last parenthesis.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      return [{ pid: Number(name), parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND }];
    } catch {
      return [];
    }
  });
}

/**
 * The process that computes for an agent, whatever sandbox lies between them; undefined while none
 * does. Children that only wait for a job, or start, have used less of a processor since `before`.
 *
 * @param before what `usedBy` said when the job was not there yet
 */
export function busiestUnder(pid: number, before: ReadonlyMap<number, number>): number | undefined {
  const gain = ({ pid: own, seconds }: ProcessFacts) => seconds - (before.get(own) ?? 0);
  const busy = descendantsOf(pid).filter((one) => gain(one) > AT_WORK);
  return busy.sort((a, b) => gain(b) - gain(a))[0]?.pid;
}

/** Seconds of a processor that each process under that one has used. */
export function usedBy(pid: number): Map<number, number> {
  return new Map(descendantsOf(pid).map(({ pid: own, seconds }) => [own, seconds]));
}

function descendantsOf(root: number): ProcessFacts[] {
  const all = processes();
  const found: ProcessFacts[] = [];
  for (let parents = [root]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found;
}
