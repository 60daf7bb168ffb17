import type { ExecutionStatus } from '../../shared/execution-status';
import type { JobRequest } from '../execute-job';
import type { Code } from './assemble-module';
import {
  assembleModule,
  br,
  call,
  EMPTY,
  END,
  I32,
  I64,
  i32c,
  i64c,
  UNREACHABLE,
} from './assemble-module';
import { testJob } from './test-job';

const DROP = 0x1a;
const forever = (code: Code): Code => [0x03, EMPTY, code, br(0), END];
const host = (name: string, params: number[]) => ({ name, params, results: [I32] });

const withHost = (name: string, params: number[], code: Code): Uint8Array<ArrayBuffer> =>
  assembleModule({ imports: [host(name, params)], functions: [{ code }] });

/** The same function over and over, and a start that calls none: nothing but work for a compiler. */
export const manyFunctions = (count: number): Uint8Array<ArrayBuffer> =>
  assembleModule({
    functions: [
      ...Array.from({ length: count - 1 }, () => ({ code: forever([i32c(1), DROP]) })),
      { code: [] },
    ],
  });

const nested = (depth: number): Code => [
  Array.from({ length: depth }, () => [0x03, EMPTY]),
  Array<number>(depth).fill(END),
];

const manyTargets: Code = [
  [0x02, EMPTY, i32c(7), 0x0e, 0xe8, 0xfb, 0x03], // br_table with 65,000 targets
  Array<number>(65_001).fill(0),
  END,
];

const listed = assembleModule({ functions: [{ code: [] }] });

export interface HostileJob {
  readonly name: string;
  readonly job: JobRequest;
  readonly status: ExecutionStatus;
}

const hostile = (name: string, wasm: Uint8Array, status: ExecutionStatus): HostileJob => ({
  name,
  // Enough for all of the memory that a job may have.
  job: testJob(wasm, { limits: { fuelLimit: 200_000_000n } }),
  status,
});

/** Jobs that mean no good, with how each must end. */
export const HOSTILE_JOBS: readonly HostileJob[] = [
  hostile(
    'an endless loop',
    assembleModule({ functions: [{ code: forever([]) }] }),
    'fuel-exhausted',
  ),
  hostile(
    'an endless recursion',
    assembleModule({ functions: [{ name: '_start', code: [call(0)] }] }),
    'trapped',
  ),
  hostile(
    'memory without end',
    assembleModule({ functions: [{ code: forever([i32c(16), [0x40, 0], DROP]) }] }),
    'memory-exceeded',
  ),
  hostile(
    'output without end',
    withHost(
      'fd_write',
      [I32, I32, I32, I32],
      [
        [i32c(4), i32c(30_000), [0x36, 2, 0]],
        forever([i32c(1), i32c(0), i32c(1), i32c(8), call(0), DROP]),
      ],
    ),
    'output-exceeded',
  ),
  hostile(
    'randomness without end',
    withHost('random_get', [I32, I32], forever([i32c(0), i32c(60_000), call(0), DROP])),
    'fuel-exhausted',
  ),
  hostile(
    'a sleep until the end of time',
    withHost(
      'poll_oneoff',
      [I32, I32, I32, I32],
      [
        [i32c(24), i64c(-1n), [0x37, 3, 0]],
        [i32c(0), i32c(1024), i32c(1), i32c(2048), call(0), DROP],
      ],
    ),
    'completed',
  ),
  hostile(
    'descriptors without end',
    withHost(
      'path_open',
      [I32, I32, I32, I32, I32, I64, I64, I32, I32],
      [
        [i32c(0), i32c(0x2e), [0x3a, 0, 0]],
        forever([
          ...[i32c(3), i32c(0), i32c(0), i32c(1), i32c(2), i64c(0n), i64c(0n), i32c(0), i32c(8)],
          [call(0), DROP],
        ]),
      ],
    ),
    'fuel-exhausted',
  ),
  hostile('a trap', assembleModule({ functions: [{ code: [UNREACHABLE] }] }), 'trapped'),
  hostile('two thousand functions', manyFunctions(2_000), 'completed'),
  hostile(
    'loops within loops',
    assembleModule({ functions: [{ code: nested(2_000) }] }),
    'bad-input',
  ),
  hostile(
    'a jump to 65,000 places',
    assembleModule({ functions: [{ code: manyTargets }] }),
    'completed',
  ),
  hostile('no module', new TextEncoder().encode('#!/bin/sh\nrm -rf /\n'), 'bad-input'),
  hostile('half a module', listed.slice(0, listed.length - 3), 'bad-input'),
];
