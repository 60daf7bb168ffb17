import type { CostTable } from '../cost-table';
import { COSTS_V2 } from '../v2/cost-table';

type Range = readonly [from: number, to: number];

const vector = (from: number, to = from): Range => [0x200 + from, 0x200 + to];

/** What version 3 prices otherwise than version 2. Opcodes flat as in opcodes.ts, both ends in. */
const REPRICED: readonly { readonly fuel: number; readonly opcodes: readonly Range[] }[] = [
  /** memory.init, data.drop, memory.copy and memory.fill leave the compiled code. */
  { fuel: 128, opcodes: [[0x108, 0x10b]] },
  /** Vector loads and stores, of lanes too. */
  { fuel: 4, opcodes: [vector(0, 11), vector(84, 93)] },
  /** i8x16.shuffle and swizzle: several instructions of the processor. */
  { fuel: 8, opcodes: [vector(13, 14)] },
  /** Vector arithmetic, but division and square root. */
  {
    fuel: 3,
    opcodes: [
      ...[vector(15, 83), vector(94, 226), vector(228, 230), vector(232, 238)],
      ...[vector(240, 242), vector(244, 255)],
    ],
  },
];

const opcodes = COSTS_V2.opcodes.slice();
for (const { fuel, opcodes: ranges } of REPRICED) {
  for (const [from, to] of ranges) opcodes.fill(fuel, from, to + 1);
}

/**
 * `reckon-wasm@3.0.0`: vectors and pages of memory by what they take in the catalogue's examples, which
 * ran up to ten times as fast for their price as one another (bench/engine/measure-catalogue.ts); the
 * host by what its work takes (bench/engine/measure-host.ts), so that no call is much slower for its
 * price than the slowest code; all else as in version 2.
 */
export const COSTS_V3: CostTable = {
  ...COSTS_V2,
  opcodes,
  memoryPageFuel: 524_288,
  host: {
    call: 16_000,
    vector: 2_000,
    readByte: 4,
    writeByte: 32,
    randomByte: 2_048,
    path: 32_000,
    pathByte: 400,
    sortEntry: 16_000,
    entry: 32_000,
  },
};
