/** C that modules may include (modules/guest/), with what each header needs. */
const GUEST_HEADERS: Readonly<Record<string, readonly string[]>> = {
  'guest.h': ['guest.c', 'json.c', 'utf8.c'],
  'json.h': ['guest.c', 'json.c', 'utf8.c'],
};

export const C_GUEST_FILES = ['guest.h', 'guest.c', 'json.h', 'json.c', 'utf8.c'] as const;

/** Sources of the guest library that a program has to be linked with. */
export function guestUnitsOf(source: string): string[] {
  const included = [...source.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)].map((found) => found[1]);
  return [...new Set(included.flatMap((name) => GUEST_HEADERS[name ?? ''] ?? []))].sort();
}

/** What a program in AssemblyScript imports from "./reckon"; named so that no other tool reads it. */
export const ASSEMBLYSCRIPT_GUEST = 'reckon.as';
