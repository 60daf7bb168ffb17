import type { Execution } from '@/lib/execution/execution';
import { type Difference, firstDifference } from '@/lib/execution/first-difference';
import { formatCount } from '@/lib/shared/quantity.view';

/** What the provider left at the directory, beside what this browser found. */
export type Comparison =
  | {
      readonly kind: 'read';
      readonly theirs: Facts & { readonly engine: string };
      readonly words: string;
    }
  /** Not released, gone or unreadable: only seals can be compared. */
  | { readonly kind: 'unread'; readonly words: string };

type Facts = Pick<Execution, 'status' | 'exitCode' | 'fuelUsed' | 'stateDigest'>;

export const NOT_RELEASED: Comparison = {
  kind: 'unread',
  words:
    'The directory has not released the provider’s result, so it cannot be shown here where the two part. The seals alone tell that they do.',
};

export const UNREADABLE: Comparison = {
  kind: 'unread',
  words:
    'The provider’s result could not be read from the directory, so it cannot be shown here where the two part. The seals alone tell that they do.',
};

/** Where two results part whose seals differ, in words. `name` is the engine that theirs names. */
export function compareCheck(theirs: Execution, name: string, mine: Execution): Comparison {
  const { status, exitCode, fuelUsed, stateDigest } = theirs;
  return {
    kind: 'read',
    theirs: { engine: name, status, exitCode, fuelUsed, stateDigest },
    words: wordsOf(theirs, mine),
  };
}

function wordsOf(theirs: Execution, mine: Execution): string {
  const difference = firstDifference(theirs.outputs, mine.outputs);
  if (difference) return differenceWords(difference);
  const count = mine.outputs.length;
  const same = count === 1 ? 'The one output is' : `All ${formatCount(count)} outputs are`;
  const parts = factsThatDiffer(theirs, mine);
  return parts.length > 0
    ? `${same} the same, byte for byte. What differs is ${joined(parts)}: the seal covers those, too.`
    : `${same} the same, and so is the rest of what the provider left. Its seal on chain is of another result than this one.`;
}

function factsThatDiffer(theirs: Facts, mine: Facts): string[] {
  return [
    theirs.status === mine.status
      ? undefined
      : `how the run ended (theirs ${theirs.status}, yours ${mine.status})`,
    theirs.exitCode === mine.exitCode
      ? undefined
      : `the exit code (theirs ${theirs.exitCode}, yours ${mine.exitCode})`,
    theirs.fuelUsed === mine.fuelUsed
      ? undefined
      : `the fuel (theirs ${formatCount(theirs.fuelUsed)}, yours ${formatCount(mine.fuelUsed)})`,
    theirs.stateDigest === mine.stateDigest ? undefined : 'the state digest',
  ].filter((part) => part !== undefined);
}

function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function differenceWords(difference: Difference): string {
  const { path } = difference;
  if (difference.kind === 'missing') return `The provider’s result lacks ${path}.`;
  if (difference.kind === 'extra') return `Only the provider’s result has ${path}.`;
  const { from, to, sizes } = difference;
  const lengths =
    sizes[0] === sizes[1]
      ? `of ${formatCount(sizes[0])}`
      : `; theirs has ${formatCount(sizes[0])} bytes, yours ${formatCount(sizes[1])}`;
  return `The first difference is in ${path}, bytes ${formatCount(from)} to ${formatCount(to - 1)} ${lengths}.`;
}
