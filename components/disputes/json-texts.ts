import { canonicalize } from 'diff';
import { printWrittenJson, readWrittenJson } from '@/components/deals/written-json';

/** Two JSON texts, each value on a line of its own and keys in order. */
export interface JsonTexts {
  readonly theirs: string;
  readonly found: string;
}

/**
 * Makes two JSON texts comparable line by line, whatever their spacing and order of keys, with numbers as
 * they are written; undefined where one is not JSON, or nested so deep that it was made to break readers.
 */
export function jsonTextsOf(theirs: string, found: string): JsonTexts | undefined {
  try {
    return { theirs: printed(theirs), found: printed(found) };
  } catch {
    return undefined;
  }
}

function printed(text: string): string {
  const value = readWrittenJson(text);
  const ordered: unknown = canonicalize(value, null, null, (_key, inner) => inner as unknown);
  return printWrittenJson(ordered);
}
