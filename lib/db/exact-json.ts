const BIGINT_TEXT = /^-?\d+n$/;

/** JSON text in which a bigint 5n is the string "5n". */
export function stringifyExactJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

/**
 * Gives bigints back to a value read from such JSON (parsed by the driver, or still text).
 * Strings that look like "5n" become bigints, so free text must not be stored this way; chain data
 * has none.
 */
export function parseExactJson(value: unknown): unknown {
  if (typeof value === 'string') return reviveText(value);
  return revive(value);
}

function reviveText(text: string): unknown {
  if (BIGINT_TEXT.test(text)) return BigInt(text.slice(0, -1));
  return text;
}

function revive(value: unknown): unknown {
  if (typeof value === 'string') return reviveText(value);
  if (Array.isArray(value)) return value.map(revive);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]));
  }
  return value;
}
