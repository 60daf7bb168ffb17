const SHORT: Record<string, string> = {
  'text/plain': 'TXT',
  'text/tab-separated-values': 'TSV',
  'application/vnd.sqlite3': 'SQLite',
};

/** A media type or an ending, as people call it: "PNG", "CSV". */
export function shortMediaType(type: string): string {
  return SHORT[type] ?? type.replace(/^.*\/(x-|vnd\.)?|^\./, '').toUpperCase();
}

/** Several of them, each once. */
export function shortMediaTypes(types: readonly string[]): string[] {
  return [...new Set(types.map(shortMediaType))];
}
