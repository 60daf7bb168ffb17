/**
 * What a version of the engine charges. Part of consensus: each version's table stays as it is, and
 * other numbers are another version.
 */
export interface CostTable {
  /** Fuel of each opcode, flat as in opcodes.ts. */
  readonly opcodes: Uint16Array;
  /** memory.copy, memory.fill, memory.init: one unit for each of so many bytes, beside the instruction. */
  readonly bulkBytesPerFuel: number;
  /** Bulk operations on tables, for each entry. */
  readonly tableEntryFuel: number;
  /** A page of memory, at the start or grown: it is zeroed and, at the end, hashed. */
  readonly memoryPageFuel: number;
  /** Fuel of a unit of the host's work (below). */
  readonly hostUnitFuel: number;
  /** Whether a straight run is charged together with what surely follows a block in it. */
  readonly mergesRuns: boolean;
}

/**
 * The host's work in units: a flat part for each call and one by what is done. What is written is
 * also hashed at the end.
 */
export const HOST_CALL_FUEL = 1_000;
export const HOST_READ_BYTE_FUEL = 1;
export const HOST_WRITE_BYTE_FUEL = 8;
export const HOST_RANDOM_BYTE_FUEL = 256;
export const HOST_PATH_FUEL = 4_000;
export const HOST_PATH_BYTE_FUEL = 100;
/** A directory entry: put in order (once after each change), and given out. */
export const HOST_SORT_ENTRY_FUEL = 2_000;
export const HOST_ENTRY_FUEL = 4_000;

/** Fuel after which a run tells the host of its progress. It changes no total. */
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
