import { JSON_TOKENS, readWrittenJson } from './written-json';

/**
 * The value of a text that is JSON of an object or a list, as `readWrittenJson` gives it; undefined for any
 * other, and for one with a key twice in one object, which a tree would show otherwise than it is written.
 */
export function jsonTreeValue(text: string): object | undefined {
  let value: unknown;
  try {
    value = readWrittenJson(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  let keys = 0;
  for (const [, colon] of text.matchAll(JSON_TOKENS)) {
    if (colon !== undefined) keys += 1;
  }
  return keys === keysOf(value) ? value : undefined;
}

/** Keys of all objects in a value, which may be nested deeper than a function may call itself. */
function keysOf(whole: object): number {
  let count = 0;
  const rest: object[] = [whole];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    const members: unknown[] = Object.values(value);
    if (!Array.isArray(value)) count += members.length;
    for (const member of members) {
      if (member !== null && typeof member === 'object') rest.push(member);
    }
  }
  return count;
}
