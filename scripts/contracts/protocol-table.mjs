/** Text without marks, in one line. */
const plain = (text) =>
  text
    .replace(/\*\*|`/g, '')
    .replaceAll('|', ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Headings and the lines under tables' heads are no sentences. */
const isSentence = (line) => !/^#/.test(line) && !/^\|[-| ]+\|$/.test(line.trim());

/** The cells of all rows of all tables, without heads. @param {string} text */
export function cellsOf(text) {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter(
      (line, i) => /^\|.*\|$/.test(line) && isSentence(line) && isSentence(lines[i + 1] ?? ''),
    )
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/**
 * Quotes follow each other through the text without a gap. A quote is a sentence, or its first and
 * last words with `…` between.
 *
 * @param {string} rules
 * @param {string[]} quotes
 * @returns {string[]} problems; the first ends the comparison
 */
export function uncovered(rules, quotes) {
  let rest = plain(rules.split('\n').filter(isSentence).join('\n'));
  for (const quote of quotes) {
    const [first, last] = plain(quote).split(/ ?… ?/);
    if (!rest.startsWith(first)) {
      return [`no row quotes "${rest.slice(0, 60)}"; the next one quotes "${first}"`];
    }
    rest = rest.slice(first.length);
    if (last !== undefined) {
      const end = rest.indexOf(last);
      if (end < 0) return [`"… ${last}" is not in the text after "${first}"`];
      rest = rest.slice(end + last.length);
    }
    rest = rest.trimStart();
  }
  return rest === '' ? [] : [`no row quotes "${rest.slice(0, 60)}"`];
}
