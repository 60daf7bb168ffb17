/** JSON data as JSON.parse gives it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The one text of a JSON value (RFC 8785): members sorted by UTF-16 units, no white space, numbers
 * and strings as ECMAScript writes them. Equal values give equal bytes, hence equal content ids.
 *
 * @throws TypeError for what JSON cannot hold: NaN, infinities, undefined, lone surrogates.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON cannot hold ${value}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`JSON cannot hold ${typeof value}`);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${textOf(key)}:${canonicalJson(inner)}`);
  return `{${members.join(',')}}`;
}

function textOf(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('JSON text must be valid Unicode');
  return JSON.stringify(text);
}
