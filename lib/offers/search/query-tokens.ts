/** A word of a written query; `at` and `length` say where it stands. */
export type Token = {
  readonly kind: 'word' | 'number' | 'text' | 'sign' | 'wrong' | 'end';
  readonly text: string;
  readonly at: number;
  readonly length: number;
  /** Of a number. */
  readonly value: number;
  readonly unit: string;
};

/** Words that are signs. */
const SIGNS: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  not: '!',
  in: 'in',
  '==': '=',
  '&': '&&',
  '|': '||',
};

const SPACE = /\s+/y;
const NUMBER = /(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)(?:\s*(%|[a-z]+))?(?![\w.])/iy;
const WORD = /[a-z0-9_][\w.:-]*/iy;
const TEXT = /"((?:[^"\\]|\\.)*)"/y;
const SIGN = /&&|\|\||<=|>=|!=|==|[<>=!(),&|]/y;

/** The words of a query and an end. What is none of them is `wrong`, one character at a time. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const space = match(SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = tokenAt(match, source, at);
    tokens.push(token);
    at += token.length;
  }
  tokens.push({ kind: 'end', text: '', at: source.length, length: 0, value: 0, unit: '' });
  return tokens;
}

type Match = (pattern: RegExp) => RegExpExecArray | null;

function tokenAt(match: Match, source: string, at: number): Token {
  const made = (kind: Token['kind'], text: string, length: number, value = 0, unit = '') =>
    ({ kind, text, at, length, value, unit }) as const;
  const number = match(NUMBER);
  // "24 and" is a number and a word, not 24 of a unit called "and".
  if (number && SIGNS[number[2]?.toLowerCase() ?? ''] === undefined) {
    return made('number', number[0], number[0].length, Number(number[1]), number[2] ?? '');
  }
  if (number) return made('number', number[1] ?? '', (number[1] ?? '').length, Number(number[1]));
  const sign = match(SIGN)?.[0];
  if (sign) return made('sign', SIGNS[sign] ?? sign, sign.length);
  const word = match(WORD)?.[0];
  if (word) {
    const meaning = SIGNS[word.toLowerCase()];
    return meaning ? made('sign', meaning, word.length) : made('word', word, word.length);
  }
  const text = match(TEXT);
  if (text) return made('text', (text[1] ?? '').replace(/\\(.)/g, '$1'), text[0].length);
  return made('wrong', source[at] ?? '', 1);
}
