/** A string with what tells that it is a key, or a number. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The value of a text that is JSON of an object or a list; undefined for any other, and for one that a
 * tree of its value would show otherwise than it is written: with a key twice in one object, or numbers
 * that a double cannot hold.
 */
export function jsonTreeValue(text: string): object | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  let keys = 0;
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (colon !== undefined) keys += 1;
    else if (!token.startsWith('"') && !isHeld(token)) return undefined;
  }
  return keys === keysOf(value) ? value : undefined;
}

/** Whether a number is the one that is written, as closely as a double can be. */
function isHeld(token: string): boolean {
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  if (/^-?\d+$/.test(token)) {
    return Number.isSafeInteger(number) || BigInt(token) === BigInt(number);
  }
  return number !== 0 || !/^-?[\d.]*[1-9]/.test(token);
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
