import type { CostTable } from '../cost-table';
import { COSTS_V2 } from '../v2/cost-table';

/** memory.init, data.drop, memory.copy and memory.fill leave the compiled code. */
const BULK = { from: 0x108, to: 0x10b, fuel: 128 };

/**
 * `reckon-wasm@3.0.0`: other instructions as in version 2, and the host by what its work takes
 * (bench/engine/measure-host.ts), so that no call is much slower for its price than the slowest code.
 */
export const COSTS_V3: CostTable = {
  ...COSTS_V2,
  opcodes: COSTS_V2.opcodes.slice().fill(BULK.fuel, BULK.from, BULK.to + 1),
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
