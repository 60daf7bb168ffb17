import { plainJson } from '@/lib/shared/plain-name.view';

/** A string with what tells that it is a key, or a number. */
export const JSON_TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Begins the string that stands for a number, and the one that stands for a string. */
const NUMBER = 'n';
const STRING = 's';

/**
 * A JSON text's value with its strings and numbers as `leafWords` takes them, for a double cannot hold
 * every number that JSON can write. @throws SyntaxError where it is not JSON
 */
export function readWrittenJson(text: string): unknown {
  JSON.parse(text);
  return JSON.parse(
    text.replace(JSON_TOKENS, (token, colon: string | undefined) => {
      if (colon !== undefined) return token;
      return token.startsWith('"') ? `"${STRING}${token.slice(1)}` : `"${NUMBER}${token}"`;
    }),
  );
}

/**
 * The JSON of a value that is neither an object nor a list: a number as it was written, a string with the
 * marks in sight that would turn what stands beside them.
 */
export function leafWords(leaf: unknown): string {
  if (typeof leaf !== 'string') return JSON.stringify(leaf);
  return leaf.startsWith(NUMBER) ? leaf.slice(1) : plainJson(JSON.stringify(leaf.slice(1)));
}

export const isString = (leaf: unknown): boolean =>
  typeof leaf === 'string' && leaf.startsWith(STRING);

/** The JSON of a whole value, a line a member, its keys with their marks in sight as its strings. */
export function printWrittenJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(JSON_TOKENS, (token, colon: string | undefined) =>
    colon === undefined && token.startsWith('"') ? leafWords(JSON.parse(token)) : plainJson(token),
  );
}
