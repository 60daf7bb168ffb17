/**
 * What things cost in fuel. Part of consensus: a change is a new engine version.
 *
 * Every instruction costs one unit, but for those that only give the program its shape
 * (nop, drop, block, loop, else, end, return, unreachable): zero.
 */
export const COST_TABLE_VERSION = 1;

const FREE_OPCODES: readonly number[] = [0x00, 0x01, 0x02, 0x03, 0x05, 0x0b, 0x0f, 0x1a];

/** Fuel of a one-byte opcode; prefixed opcodes cost one. */
export const OPCODE_COST: Uint8Array = (() => {
  const costs = new Uint8Array(0x300).fill(1);
  for (const opcode of FREE_OPCODES) costs[opcode] = 0;
  return costs;
})();

/** memory.copy and memory.fill: one unit for each of this many bytes, beside the instruction. */
export const BULK_BYTES_PER_FUEL = 4;

/** A page of memory, at the start or grown: it is zeroed and, at the end, hashed. */
export const MEMORY_PAGE_FUEL = 65_536;

/** Host calls: a flat part and one by what is done. What is written is also hashed at the end. */
export const HOST_CALL_FUEL = 1_000;
export const HOST_READ_BYTE_FUEL = 1;
export const HOST_WRITE_BYTE_FUEL = 8;
export const HOST_RANDOM_BYTE_FUEL = 256;
export const HOST_PATH_FUEL = 4_000;
export const HOST_PATH_BYTE_FUEL = 100;
/** A directory entry: put in order (once after each change), and given out. */
export const HOST_SORT_ENTRY_FUEL = 2_000;
export const HOST_ENTRY_FUEL = 4_000;

/**
 * The counter is given out in slices, so that a long run reports its progress without a check of
 * its own. How large a slice is changes no total.
 */
export const FUEL_SLICE = 1n << 28n;

/**
 * Call depth in units of 8 bytes of the engine's own stack, as its baseline compiler uses it at
 * most: a frame costs FRAME_DEPTH, and one for each local and operand (two where there are
 * vectors). The budget fits the smallest stack at hand, a Web Worker's 500 KB, with room for the
 * host; the engine's own overflow, which differs by compiler, is never reached.
 */
export const DEPTH_BUDGET = 50_000;
export const FRAME_DEPTH = 12;
/** A function that calls nothing and is no larger than this is not charged for depth. */
export const LEAF_FRAME_DEPTH = 64;
