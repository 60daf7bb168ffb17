import { diffLines } from 'diff';

/** A line of two texts that are compared: whose it is, and which part of it is another than beside it. */
export interface ComparedLine {
  readonly text: string;
  readonly side: 'both' | 'theirs' | 'found';
  /** Where it parts from the line that stands in its place, [from, to); undefined where none does. */
  readonly changed: readonly [number, number] | undefined;
}

/** What jsdiff may spend on finding the least changes before it says that all is another. */
const MAX_EDITS = 2_000;

/** The lines of both texts in order, each of those that differ with the part of it that does. */
export function comparedLines(theirs: string, found: string): ComparedLine[] {
  const parts = diffLines(theirs, found, { maxEditLength: MAX_EDITS }) ?? [
    { value: theirs, removed: true, added: false },
    { value: found, removed: false, added: true },
  ];
  return parts.flatMap(({ value, added, removed }, at) => {
    const lines = linesOf(value);
    const side = added ? 'found' : removed ? 'theirs' : 'both';
    const other = added ? parts[at - 1] : removed ? parts[at + 1] : undefined;
    const isPair = other !== undefined && (added ? other.removed : other.added);
    const others = isPair ? linesOf(other.value) : [];
    const isMatched = others.length === lines.length;
    return lines.map((text, line) => ({
      text,
      side,
      changed: isMatched ? changedPart(text, others[line] ?? '') : undefined,
    }));
  });
}

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

/** All but what the two have in common at their beginnings and their ends. */
function changedPart(text: string, other: string): readonly [number, number] {
  const most = Math.min(text.length, other.length);
  let start = 0;
  while (start < most && text[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [start, text.length - end];
}
