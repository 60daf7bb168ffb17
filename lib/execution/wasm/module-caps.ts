/**
 * What a module may be at most. The caps keep an engine's own limits (which differ) and its
 * compile time out of sight: whatever passes here compiles everywhere in bounded time.
 */
export const MODULE_CAPS = {
  moduleBytes: 32 * 1024 * 1024,
  functionBytes: 512 * 1024,
  /** The same once transformed, in versions 1 and 2; engines refuse functions above 7,654,321 bytes. */
  transformedFunctionBytes: 4 * 1024 * 1024,
  /** A function with the room that its source may take (source-room.ts), from version 3 on. */
  roomedFunctionBytes: 6 * 1024 * 1024,
  /** All functions, by either measure. */
  transformedBytes: 128 * 1024 * 1024,
  types: 20_000,
  functions: 200_000,
  imports: 64,
  exports: 2_000,
  globals: 2_000,
  segments: 50_000,
  tables: 32,
  /** Of all tables at the start; of all passive segments; of one segment. */
  tableEntries: 1_000_000,
  /** To what a table may grow, unless it starts larger. */
  grownTableEntries: 65_536,
  memoryPages: 32_768,
  params: 255,
  results: 32,
  /** Parameters and declared locals together. */
  locals: 4_096,
  operands: 4_096,
  nesting: 1_024,
  nestedLoops: 128,
  branchTargets: 65_000,
} as const;

/** Every export name with this prefix is the engine's own. */
export const RESERVED_PREFIX = '__reckon';
