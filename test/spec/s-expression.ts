/** A form of a .wast script: a list, or a word or string as it is written. */
export type Form = List | string;

export interface List {
  readonly items: readonly Form[];
  /** Its own text, with the brackets. */
  readonly text: string;
  readonly line: number;
}

const TOKEN = /\s+|;;[^\n]*|[()]|"(?:[^"\\]|\\[\s\S])*"|[^\s()";]+/y;

/**
 * Reads the lists of a script. Block comments nest.
 *
 * @throws Error a bracket or string is left open
 */
export function listsOf(text: string): List[] {
  const top: Form[] = [];
  const open: { items: Form[]; start: number; line: number }[] = [];
  let items = top;
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const token = text.startsWith('(;', at) ? commentAt(text, at) : tokenAt(text, at);
    if (token === '(') {
      items = [];
      open.push({ items, start: at, line });
    } else if (token === ')') {
      const list = open.pop();
      if (list === undefined) throw new Error(`line ${line}: a bracket too many`);
      items = open.at(-1)?.items ?? top;
      items.push({ items: list.items, text: text.slice(list.start, at + 1), line: list.line });
    } else if (!/^(\s|;;|\(;)/.test(token)) items.push(token);
    at += token.length;
    line += token.split('\n').length - 1;
  }
  if (open.length > 0) throw new Error(`line ${open[0]!.line}: a bracket is left open`);
  return top.filter((form) => typeof form !== 'string');
}

function tokenAt(text: string, at: number): string {
  TOKEN.lastIndex = at;
  const [token] = TOKEN.exec(text) ?? [];
  if (token === undefined) throw new Error(`no token at ${at}`);
  return token;
}

function commentAt(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('(;', at)) depth++;
    else if (text.startsWith(';)', at) && --depth === 0) return text.slice(start, at + 2);
    else continue;
    at++;
  }
  throw new Error('a comment is left open');
}
