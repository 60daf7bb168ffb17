import type { Code, ImportSpec } from './assemble-module';
import { call, EMPTY, END, I32, I64, i32c, i64c, set } from './assemble-module';
import type { Dice } from './dice';

/** The host functions that a random module imports. Their places are their function indices. */
export const HOST_IMPORTS: readonly ImportSpec[] = [
  { name: 'fd_write', params: [I32, I32, I32, I32], results: [I32] },
  { name: 'random_get', params: [I32, I32], results: [I32] },
  { name: 'clock_time_get', params: [I32, I64, I32], results: [I32] },
  { name: 'fd_fdstat_get', params: [I32, I32], results: [I32] },
  { name: 'args_sizes_get', params: [I32, I32], results: [I32] },
  { name: 'sched_yield', params: [], results: [I32] },
  { name: 'proc_exit', params: [I32], results: [] },
];

const indexOf = (name: string): number => HOST_IMPORTS.findIndex((host) => host.name === name);

/** Above what a random program's own loads and stores reach. */
const SCRATCH = 0x2000;

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

/**
 * A call of the host with what it gives left in memory; now and then a condition to leave on.
 *
 * @param value any i32
 */
export function randomHostCall(dice: Dice, value: () => Code): Code {
  const address: Code = [value(), i32c(0xff8), 0x71];
  const upTo = (most: number): Code => [value(), i32c(most), 0x71];
  // Errnos are stored, so that they are part of the state.
  const kept = (code: Code): Code => [i32c(SCRATCH + 12 + 4 * dice.below(8)), code, 0x36, 2, 0];
  switch (dice.below(8)) {
    case 0:
    case 1:
      return kept(writeOut(1 + dice.below(2), address, upTo(63)));
    case 2:
      return kept([address, upTo(31), call(indexOf('random_get'))]);
    case 3:
      return kept([upTo(3), i64c(1n), address, call(indexOf('clock_time_get'))]);
    case 4:
      return kept([upTo(7), address, call(indexOf('fd_fdstat_get'))]);
    case 5:
      return kept([address, address, call(indexOf('args_sizes_get'))]);
    case 6:
      return kept(call(indexOf('sched_yield')));
    default:
      return [value(), i32c(0xff), 0x71, i32c(7), 0x46, 0x04, EMPTY, exitWith(value()), END];
  }
}

/** A loop that writes 60,000 bytes a round, for ever: more than any job may keep. */
export function writeWithoutEnd(errno: number): Code {
  return [0x03, EMPTY, writeOut(1, i32c(0), i32c(60_000)), set(errno), [0x0c, 0], END];
}
