import type { Code } from './assemble-module';
import { assembleModule, END, get, I32, i32c, u32 } from './assemble-module';

/**
 * A module that calls itself `depth` times through a function which stores the same `products` before
 * and behind the call: V8's optimising compiler keeps them all in its frame, 8 bytes each, where the
 * baseline compiler and the engine's depth budget know two operands.
 */
export function wideFrames(products: number, depth: number): Uint8Array<ArrayBuffer> {
  const COUNT = 0;
  const store = (from: number): Code =>
    Array.from({ length: products }, (_, index) => [
      [i32c(0), get(0), i32c(2 * index * 7919 + 3), 0x6c],
      [0x36, 2, u32(from + 4 * index)],
    ]);
  return assembleModule({
    memory: { min: 2 },
    data: [{ at: COUNT, bytes: [depth & 255, depth >> 8, 0, 0] }],
    functions: [
      {
        locals: [I32],
        name: '_start',
        code: [
          [i32c(COUNT), 0x28, 2, 0, 0x21, 0],
          [i32c(COUNT), get(0), i32c(-1), 0x6a, 0x36, 2, 0],
          store(16),
          [get(0), i32c(0), 0x4a, 0x04, 0x40, 0x10, 0, END],
          store(20_000),
        ],
      },
    ],
  });
}
