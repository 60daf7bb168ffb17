import type { Code, ImportSpec } from './assemble-module';
import {
  assembleModule,
  br,
  brIf,
  call,
  EMPTY,
  END,
  get,
  I32,
  I64,
  i32c,
  i64c,
  set,
  UNREACHABLE,
} from './assemble-module';

const i32s = (count: number): number[] => Array<number>(count).fill(I32);
const errnoOf = (name: string, params: number[]): ImportSpec => ({ name, params, results: [I32] });

const READ: ImportSpec = errnoOf('fd_read', i32s(4));
const WRITE: ImportSpec = errnoOf('fd_write', i32s(4));
const EXIT: ImportSpec = { name: 'proc_exit', params: [I32], results: [] };
const OPEN: ImportSpec = errnoOf('path_open', [...i32s(5), I64, I64, ...i32s(2)]);
const MAKE_DIRECTORY: ImportSpec = errnoOf('path_create_directory', i32s(3));

const DROP = 0x1a;
const EQZ = 0x45;
const LOAD = [0x28, 2, 0];
const STORE = [0x36, 2, 0];
const LOOP = [0x03, EMPTY];

const RESULT = 8;
const VECTOR = 16;
const BUFFER = 4096;
const BUFFER_BYTES = 32_768;
const TEXT = 1024;

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];
const store = (at: number, value: Code): Code => [i32c(at), value, STORE];
const vectorOf = (at: number, length: Code): Code => [
  store(VECTOR, i32c(at)),
  store(VECTOR + 4, length),
];
const readAll = (fd: Code): Code => [
  vectorOf(BUFFER, i32c(BUFFER_BYTES)),
  fd,
  ...[i32c(VECTOR), i32c(1), i32c(RESULT), call(0), DROP],
];
const write = (fd: Code, at: number, length: Code): Code => [
  vectorOf(at, length),
  fd,
  ...[i32c(VECTOR), i32c(1), i32c(RESULT), call(1), DROP],
];
const lengthRead: Code = [i32c(RESULT), LOAD];

function program(code: Code, more: ImportSpec[] = [], text = ''): Uint8Array<ArrayBuffer> {
  return assembleModule({
    imports: [READ, WRITE, ...more],
    memory: { min: 2 },
    functions: [{ locals: [I32], code }],
    data: [{ at: TEXT, bytes: bytesOf(text) }],
  });
}

/** Writes what it reads from stdin, then a word to stderr. */
export const echoProgram = program(
  [
    LOOP,
    readAll(i32c(0)),
    lengthRead,
    set(0),
    write(i32c(1), BUFFER, get(0)),
    [get(0), brIf(0), END],
    write(i32c(2), TEXT, i32c(4)),
  ],
  [],
  'done',
);

export const exitProgram = (code: number): Uint8Array<ArrayBuffer> =>
  program([i32c(code), call(2)], [EXIT]);

/** Writes its arguments or its environment, each with the NUL behind it. */
export const listProgram = (of: 'args' | 'environ'): Uint8Array<ArrayBuffer> =>
  program(
    [
      [i32c(0), i32c(4), call(2), DROP, i32c(64), i32c(BUFFER), call(3), DROP],
      write(i32c(1), BUFFER, [i32c(4), LOAD]),
    ],
    [errnoOf(`${of}_sizes_get`, i32s(2)), errnoOf(`${of}_get`, i32s(2))],
  );

export const trapProgram = program([write(i32c(1), TEXT, i32c(6)), UNREACHABLE], [], 'before');
export const endlessProgram = program([LOOP, br(0), END]);
/** Takes all memory that it is given, page by page. */
export const greedyProgram = program([LOOP, i32c(16), [0x40, 0], DROP, br(0), END]);
/** Writes without end. */
export const loudProgram = program([LOOP, write(i32c(1), BUFFER, i32c(BUFFER_BYTES)), br(0), END]);

const RIGHTS = i64c((1n << 1n) | (1n << 6n));
const CREATE = 1;
const INPUT = 'in/text.txt';
const COPY = 'made/copy.txt';

/** Opens a path below descriptor 3; its number goes to local 0. */
const open = (at: number, length: number, flags: number): Code => [
  ...[i32c(3), i32c(0), i32c(at), i32c(length), i32c(flags), RIGHTS, i64c(0n), i32c(0)],
  ...[i32c(RESULT), call(2), DROP, i32c(RESULT), LOAD, set(0)],
];

/**
 * Copies in/text.txt to made/copy.txt in the folder at descriptor 3, and writes one byte of
 * in/text.txt over the last. Traps when there is no in/text.txt.
 */
export const copyProgram = program(
  [
    [i32c(RESULT), i32c(0), STORE],
    open(TEXT, INPUT.length, 0),
    [get(0), EQZ, 0x04, EMPTY, UNREACHABLE, END],
    readAll(get(0)),
    store(24, lengthRead),
    [i32c(3), i32c(TEXT + INPUT.length), i32c(4), call(3), DROP],
    write(get(0), TEXT, i32c(1)),
    open(TEXT + INPUT.length, COPY.length, CREATE),
    write(get(0), BUFFER, [i32c(24), LOAD]),
  ],
  [OPEN, MAKE_DIRECTORY],
  INPUT + COPY,
);
