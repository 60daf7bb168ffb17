import type { Code, ImportSpec } from './assemble-module';
import { assembleModule, call, END, get, I32, i32c, u32 } from './assemble-module';

const READ: ImportSpec = {
  name: 'fd_read',
  params: [I32, I32, I32, I32],
  results: [I32],
};
const VECTOR = 40_000;
const BUFFER = VECTOR + 64;

/** Reads on from stdin, and sums up what is there then. */
const readOn = (bytes: number): Code => [
  [i32c(VECTOR), i32c(BUFFER), 0x36, 2, 0, i32c(VECTOR + 4), i32c(bytes), 0x36, 2, 0],
  [i32c(0), i32c(VECTOR), i32c(1), i32c(VECTOR + 8), call(0), 0x1a],
  [i32c(VECTOR + 32), i32c(VECTOR + 32), 0x28, 2, 0, i32c(BUFFER), 0x28, 2, 0, 0x6a, 0x36, 2, 0],
];

/**
 * A module that calls itself `depth` times through a function which stores the same `products` before
 * and behind the call: V8's optimising compiler keeps them all in its frame, 8 bytes each, where the
 * baseline compiler and the engine's depth budget know two operands.
 *
 * @param inputBytes how much of stdin each call reads
 */
export function wideFrames(
  products: number,
  depth: number,
  inputBytes = 0,
): Uint8Array<ArrayBuffer> {
  const COUNT = 0;
  const store = (from: number): Code =>
    Array.from({ length: products }, (_, index) => [
      [i32c(0), get(0), i32c(2 * index * 7919 + 3), 0x6c],
      [0x36, 2, u32(from + 4 * index)],
    ]);
  return assembleModule({
    imports: inputBytes > 0 ? [READ] : [],
    memory: { min: 2 },
    data: [{ at: COUNT, bytes: [depth & 255, depth >> 8, 0, 0] }],
    functions: [
      {
        locals: [I32],
        name: '_start',
        code: [
          [i32c(COUNT), 0x28, 2, 0, 0x21, 0],
          [i32c(COUNT), get(0), i32c(-1), 0x6a, 0x36, 2, 0],
          inputBytes > 0 ? readOn(inputBytes) : [],
          store(16),
          [get(0), i32c(0), 0x4a, 0x04, 0x40, call(inputBytes > 0 ? 1 : 0), END],
          store(20_000),
        ],
      },
    ],
  });
}
