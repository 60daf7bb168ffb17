import { hostTypeOf } from '../wasi/host-signatures';
import type { Code, ImportSpec } from './assemble-module';
import { call, EMPTY, END, i32c, i64c, set } from './assemble-module';
import type { Dice } from './dice';

/** The host functions that a random module imports. Their places are their function indices. */
export const HOST_IMPORTS: readonly ImportSpec[] = [
  ...['fd_write', 'random_get', 'clock_time_get', 'fd_fdstat_get', 'args_sizes_get'],
  ...['sched_yield', 'proc_exit', 'poll_oneoff', 'path_open', 'path_create_directory'],
  ...['path_remove_directory', 'path_unlink_file', 'path_rename', 'path_link'],
  ...['path_filestat_get', 'path_filestat_set_times', 'fd_readdir', 'fd_read', 'fd_pread'],
  ...['fd_pwrite', 'fd_seek', 'fd_tell', 'fd_filestat_get', 'fd_filestat_set_size', 'fd_close'],
].map((name) => ({ name, ...hostTypeOf(name) }));

const indexOf = (name: string): number => HOST_IMPORTS.findIndex((host) => host.name === name);

/** Above what a random program's own loads and stores reach. */
const SCRATCH = 0x2000;

/** Where paths stand, where lists are written, where a poll finds what it waits for. */
const PATHS_AT = 0x2a00;
const BUFFER = 0x2c00;
const SUBSCRIPTIONS = 0x2e00;
const NAMES = [
  ...['.', 'in', 'in/files', 'in/job.json', 'out', 'out/a', 'out/b', 'out/a/', 'out/d', 'out/d/e'],
  ...['out/d/../b', 'out/d/e/f', 'out/"', 'out/\\', '/', '..', 'out/../../in', 'module/data'],
].map((name) => [...new TextEncoder().encode(name)]);
const PATHS = [...NAMES, [0x6f, 0x75, 0x74, 0x2f, 0xff]];
const startOf = (path: number): number =>
  PATHS_AT + PATHS.slice(0, path).reduce((sum, { length }) => sum + length, 0);

/** A segment for the module that makes such calls. */
export const PATH_DATA = { at: PATHS_AT, bytes: PATHS.flat() };

/** fd_write of `size` bytes at `from`; the errno stays on the stack. */
export function writeOut(descriptor: number, from: Code, size: Code): Code {
  return [
    [i32c(SCRATCH), from, 0x36, 2, 0, i32c(SCRATCH + 4), size, 0x36, 2, 0],
    [i32c(descriptor), i32c(SCRATCH), i32c(1), i32c(SCRATCH + 8), call(indexOf('fd_write'))],
  ];
}

export function exitWith(code: Code): Code {
  return [code, call(indexOf('proc_exit'))];
}

/** Errnos are stored, so that they are part of the state. */
const kept = (dice: Dice, code: Code): Code => [
  [i32c(SCRATCH + 64 + 4 * dice.below(8)), code],
  [0x36, 2, 0],
];

/**
 * A call of the host with what it gives left in memory; now and then a condition to leave on.
 *
 * @param value any i32
 */
export function randomHostCall(dice: Dice, value: () => Code): Code {
  const address: Code = [value(), i32c(0xff8), 0x71];
  const upTo = (most: number): Code => [value(), i32c(most), 0x71];
  switch (dice.below(14)) {
    case 0:
    case 1:
      return kept(dice, writeOut(1 + dice.below(2), address, upTo(63)));
    case 2:
      return kept(dice, [address, upTo(31), call(indexOf('random_get'))]);
    case 3:
      return kept(dice, [upTo(3), i64c(1n), address, call(indexOf('clock_time_get'))]);
    case 4:
      return kept(dice, [upTo(7), address, call(indexOf('fd_fdstat_get'))]);
    case 5:
      return kept(dice, [address, address, call(indexOf('args_sizes_get'))]);
    case 6:
      return kept(dice, call(indexOf('sched_yield')));
    case 7:
    case 8:
    case 9:
    case 10:
      return kept(dice, fileCall(dice, value));
    case 11:
    case 12:
      return kept(dice, pathCall(dice));
    default:
      return [value(), i32c(0xff), 0x71, i32c(7), 0x46, 0x04, EMPTY, exitWith(value()), END];
  }
}

const openPath = (at: Code, path: Code, flags: number, rights: Code, result: number): Code => [
  [at, i32c(0), path, i32c(flags), rights, rights, i32c(0), i32c(result)],
  call(indexOf('path_open')),
];

/** A file and the directory around it, so that other calls find something open. */
export function openSome(errno: number): Code {
  const paths = ['out/a', 'out'].map((name) => {
    const index = PATHS.findIndex((path) => String.fromCharCode(...path) === name);
    return [i32c(startOf(index)), i32c(PATHS[index]!.length)];
  });
  return [
    [openPath(i32c(3), paths[0]!, 1, i64c(66n), BUFFER), set(errno)],
    [openPath(i32c(3), paths[1]!, 2, i64c(0n), BUFFER), set(errno)],
  ];
}

/** Calls on files and paths that are surely made, each errno kept. */
export function fileSteps(dice: Dice, count: number): Code {
  const value = (): Code => i32c(dice.below(1 << 12));
  return Array.from({ length: count }, () =>
    kept(dice, dice.below(2) ? pathCall(dice) : fileCall(dice, value)),
  );
}

/** Open ones, streams and such as are not there. */
const anyDescriptor = (dice: Dice): Code => i32c(dice.below(10));
const rights = (dice: Dice): Code => i64c(BigInt(dice.pick([0, 2, 64, 66])));

/** A call that takes a path or two. */
function pathCall(dice: Dice): Code {
  const path = (): Code => {
    const index = dice.below(3) ? 4 + dice.below(6) : dice.below(PATHS.length);
    return [i32c(startOf(index)), i32c(PATHS[index]!.length)];
  };
  const at: Code = [i32c(dice.below(8) ? 3 : dice.below(8))];
  const host = (name: string, ...args: Code[]): Code => [args, call(indexOf(name))];
  switch (dice.below(10)) {
    case 0:
      return host('path_create_directory', at, path());
    case 1:
      return host('path_remove_directory', at, path());
    case 2:
      return host('path_unlink_file', at, path());
    case 3:
      return host('path_rename', at, path(), i32c(3), path());
    case 4:
      return host('path_link', at, i32c(0), path(), i32c(3), path());
    case 5:
      return host('path_filestat_get', at, i32c(0), path(), i32c(BUFFER));
    case 6:
      return host(
        ...(['path_filestat_set_times', at, i32c(0), path()] as const),
        ...[i64c(BigInt(dice.below(9))), i64c(7n), i32c(dice.below(16))],
      );
    default:
      return openPath(
        at,
        path(),
        dice.pick([0, 0, 1, 1, 2, 8, 9, 13]),
        rights(dice),
        BUFFER + dice.below(9),
      );
  }
}

/** A call on a descriptor that may be open, or poll_oneoff. */
function fileCall(dice: Dice, value: () => Code): Code {
  const fd = anyDescriptor(dice);
  const at: Code = [value(), i32c(0xff8), 0x71];
  const small: Code = [value(), i32c(127), 0x71];
  const wide: Code = [small, 0xad];
  const list: Code = [
    [i32c(SCRATCH), at, 0x36, 2, 0, i32c(SCRATCH + 4), small, 0x36, 2, 0],
    [i32c(SCRATCH + 16), at, 0x36, 2, 0, i32c(SCRATCH + 20), small, 0x36, 2, 0],
    [i32c(SCRATCH + 8), i32c(0), 0x36, 2, 0, i32c(SCRATCH + 12), i32c(0), 0x36, 2, 0],
  ];
  const vectors: Code = [i32c(SCRATCH), i32c(1 + dice.below(3))];
  const result = i32c(BUFFER + 8);
  switch (dice.below(10)) {
    case 0:
      return [list, fd, vectors, wide, result, call(indexOf('fd_pwrite'))];
    case 1:
      return [list, fd, vectors, wide, result, call(indexOf('fd_pread'))];
    case 2:
      return [list, fd, vectors, result, call(indexOf('fd_read'))];
    case 3:
      return [list, fd, vectors, result, call(indexOf('fd_write'))];
    case 4:
      return [fd, i32c(BUFFER + 16), small, i64c(BigInt(dice.below(4))), result].concat(
        call(indexOf('fd_readdir')),
      );
    case 5:
      return [fd, wide, i32c(dice.below(4)), result, call(indexOf('fd_seek'))];
    case 6:
      return [fd, i32c(BUFFER + 16), call(indexOf(dice.pick(['fd_tell', 'fd_filestat_get'])))];
    case 7:
      return [fd, wide, call(indexOf('fd_filestat_set_size'))];
    case 8:
      return [fd, call(indexOf('fd_close'))];
    default:
      return [
        [i32c(SUBSCRIPTIONS), wide, 0x37, 3, 24],
        [i32c(SUBSCRIPTIONS), i32c(dice.below(4)), 0x3a, 0, 8 + 48 * dice.below(2)],
        [i32c(SUBSCRIPTIONS), i32c(BUFFER + 16), i32c(dice.below(4)), result],
        call(indexOf('poll_oneoff')),
      ];
  }
}

/** A loop that writes 60,000 bytes a round, for ever: more than any job may keep. */
export function writeWithoutEnd(errno: number): Code {
  return [0x03, EMPTY, writeOut(1, i32c(0), i32c(60_000)), set(errno), [0x0c, 0], END];
}
