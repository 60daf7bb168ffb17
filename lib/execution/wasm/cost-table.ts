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
  /** What host calls cost. */
  readonly host: HostCosts;
  /** Whether a straight run is charged together with what surely follows a block in it. */
  readonly mergesRuns: boolean;
}

/**
 * Fuel of the host's work: a flat part for each call and one by what is done. What is written is also
 * hashed at the end.
 */
export interface HostCosts {
  readonly call: number;
  /** Each vector of a list that is read or written, whatever its length; taken before any is. */
  readonly vector: number;
  readonly readByte: number;
  readonly writeByte: number;
  readonly randomByte: number;
  readonly path: number;
  readonly pathByte: number;
  /** A directory entry: put in order (once after each change), and given out. */
  readonly sortEntry: number;
  readonly entry: number;
}

/** The prices of version 1, in whole multiples of which version 2 charges. */
export function hostCostsOf(unitFuel: number): HostCosts {
  return {
    call: 1_000 * unitFuel,
    vector: 0,
    readByte: unitFuel,
    writeByte: 8 * unitFuel,
    randomByte: 256 * unitFuel,
    path: 4_000 * unitFuel,
    pathByte: 100 * unitFuel,
    sortEntry: 2_000 * unitFuel,
    entry: 4_000 * unitFuel,
  };
}

/** Fuel after which a run tells the host of its progress. It changes no total. */
export const FUEL_SLICE = 1n << 28n;

/**
 * Call depth in units of 8 bytes of the engine's own stack, as its baseline compiler uses it at
 * most: a frame costs FRAME_DEPTH, and one for each local and operand (two where there are
 * vectors). The budget fits the smallest stack at hand, a Web Worker's 500 KB, with room for the
 * host. An optimising compiler may keep more values in a frame than that; where it overflows, the
 * run is no result, and is made again by the baseline compiler (job-process.server.ts, ADR 24).
 */
export const DEPTH_BUDGET = 50_000;
export const FRAME_DEPTH = 12;
/** A function that calls nothing and is no larger than this is not charged for depth. */
export const LEAF_FRAME_DEPTH = 64;
