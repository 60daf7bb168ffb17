const URLS = /\b((?:https?|wss?):\/\/)((?:(?!,(?:https?|wss?):)[^\s"'`<>\\])+)/gi;

/**
 * The text with the paths, queries and user names of its addresses left out: those of paid nodes hold
 * their keys. Scheme and host stay, so that one sees which server is meant.
 */
export function hideUrlPaths(text: string): string {
  return text.replace(URLS, (_, scheme: string, rest: string) => {
    const [authority = '', ...more] = rest.split(/(?=[/?#])/);
    const host = authority.split('@').at(-1) ?? '';
    const isBare = more.join('').replace(/[/.,;:)\]]*$/, '') === '';
    return isBare ? `${scheme}${host}${more.join('')}` : `${scheme}${host}/…`;
  });
}

/** The same for every text in a value, however deep. */
export function hideUrlPathsIn(value: unknown, seen = new Set<unknown>()): unknown {
  if (typeof value === 'string') return hideUrlPaths(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  seen.add(value);
  if (Array.isArray(value)) return value.map((one) => hideUrlPathsIn(one, seen));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, hideUrlPathsIn(one, seen)]),
  );
}
