import { readableText } from '../../lib/shared/readable-text';

const LONGEST = 600;
const LONGEST_PART = 200;

/**
 * A problem as the database, a page and a terminal can show it: one line of so many characters, with
 * nothing in it that cannot be seen. Names and texts in it are the module's own.
 */
export const problemText = (text: string): string => lineOf(text, LONGEST);

/** As problemText, of one problem among several. */
export const partOfProblem = (text: string): string => lineOf(text, LONGEST_PART);

function lineOf(text: string, most: number): string {
  // No longer text is looked at than can be shown; a pair that is cut in two cannot.
  const line = readableText(
    text
      .slice(0, 4 * most)
      .replace(/\s+/gu, ' ')
      .trim(),
  );
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
