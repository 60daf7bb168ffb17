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

const printed = (text: string): string => printWrittenJson(ordered(readWrittenJson(text)));

/** A value with its keys in order. Any word can be a key: `fromEntries` takes `__proto__` for one, too. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const members: [string, unknown][] = Object.entries(value);
  const inOrder = members.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(inOrder.map(([key, member]) => [key, ordered(member)]));
}
