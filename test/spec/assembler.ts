import wabt from 'wabt';

type Assembler = Awaited<ReturnType<typeof wabt>>;

const FEATURES = {
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  multi_value: true,
  bulk_memory: true,
  reference_types: true,
  mutable_globals: true,
};

/** A text that is no module: what is tested then is the assembler, not the engine. */
export class NotAssembled extends Error {}

const utf8 = new TextEncoder();
let loaded: Assembler | undefined;

export async function loadAssembler(): Promise<void> {
  loaded ??= await wabt();
}

/**
 * The binary of `(module ...)`; of `(module binary "..." ...)` the bytes as they are written.
 *
 * @throws NotAssembled
 */
export function assemble(text: string): Uint8Array<ArrayBuffer> {
  if (loaded === undefined) throw new Error('the assembler is not loaded');
  const binary = /^\s*\(\s*module\s+(\$\S+\s+)?binary\b/.exec(text);
  if (binary !== null) return stringsOf(text.slice(binary[0].length));
  try {
    const module = loaded.parseWat('test.wast', utf8.encode(withEscapes(text)), FEATURES);
    try {
      return new Uint8Array(module.toBinary({}).buffer);
    } finally {
      module.destroy();
    }
  } catch (error) {
    throw new NotAssembled('not WebAssembly text', { cause: error });
  }
}

/** wast2js leaves control characters in strings as they are; the text format wants escapes. */
function withEscapes(text: string): string {
  return text.replace(/;;[^\n]*|\(;[\s\S]*?;\)|"(?:[^"\\]|\\[\s\S])*"/g, (token) =>
    token.startsWith('"') ? token.replace(CONTROL, (character) => hexEscape(character)) : token,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/g;
const hexEscape = (character: string): string =>
  `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const ESCAPES: Readonly<Record<string, number>> = {
  t: 9,
  n: 10,
  r: 13,
  '"': 34,
  "'": 39,
  '\\': 92,
};
const COMMENT = /;;[^\n]*|\(;[\s\S]*?;\)/y;
const STRING = /"((?:[^"\\]|\\[\s\S])*)"/y;

/** All strings of a text, comments left out, as one run of bytes. */
export function stringsOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    COMMENT.lastIndex = at;
    STRING.lastIndex = at;
    const comment = COMMENT.exec(text);
    const string = comment === null ? STRING.exec(text) : null;
    if (string !== null) for (const byte of unescaped(string[1]!)) bytes.push(byte);
    at += comment?.[0].length ?? string?.[0].length ?? 1;
  }
  return new Uint8Array(bytes);
}

function* unescaped(text: string): Generator<number> {
  const pieces = /\\u\{([0-9a-fA-F_]+)\}|\\([0-9a-fA-F]{2})|\\(.)|([^\\]+)/gsu;
  for (const [, point, hex, escaped, plain] of text.matchAll(pieces)) {
    if (point !== undefined) {
      yield* Buffer.from(String.fromCodePoint(Number.parseInt(point.replaceAll('_', ''), 16)));
    } else if (hex !== undefined) yield Number.parseInt(hex, 16);
    else if (escaped !== undefined) yield ESCAPES[escaped]!;
    else yield* Buffer.from(plain!);
  }
}
