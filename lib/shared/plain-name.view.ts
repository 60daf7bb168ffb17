/** Marks that turn the direction of what follows, and characters of no width: a name can lie by them. */
const HIDDEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A name that reads as its characters stand: "a\u202egnp.txt", not "atxt.png". */
export function plainName(name: string): string {
  return name.replace(
    HIDDEN,
    (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/** JSON in which these marks are written as JSON can write them: `\u202e`. */
export function plainJson(json: string): string {
  return json.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A name without them, for a file that is saved. */
export function nameWithoutMarks(name: string): string {
  return name.replace(HIDDEN, '');
}
