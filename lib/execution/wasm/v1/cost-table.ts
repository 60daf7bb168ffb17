import type { CostTable } from '../cost-table';
import { hostCostsOf } from '../cost-table';

/** nop, block, loop, else, end, return, unreachable, drop: they only give the program its shape. */
const FREE_OPCODES: readonly number[] = [0x00, 0x01, 0x02, 0x03, 0x05, 0x0b, 0x0f, 0x1a];

const opcodes = new Uint16Array(0x300).fill(1);
for (const opcode of FREE_OPCODES) opcodes[opcode] = 0;

/** `reckon-wasm@1.0.0`: one unit an instruction. */
export const COSTS_V1: CostTable = {
  opcodes,
  bulkBytesPerFuel: 4,
  // It accepts no such operations.
  tableEntryFuel: 1,
  memoryPageFuel: 65_536,
  host: hostCostsOf(1),
  mergesRuns: false,
};
