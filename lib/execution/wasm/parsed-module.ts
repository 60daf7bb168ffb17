/** Value types as in the binary. */
export const VALUE_TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export interface ImportedFunction {
  readonly name: string;
  readonly typeIndex: number;
}

export interface ModuleGlobal {
  readonly valueType: number;
  readonly mutable: boolean;
  /** The constant expression with its end, as in the binary. */
  readonly init: Uint8Array;
}

export interface ElementSegment {
  readonly offset: number;
  readonly functions: readonly number[];
}

export interface DataSegment {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A code entry: its bytes (local declarations and instructions) are bytes[start, end). */
export interface CodeBody {
  readonly start: number;
  readonly end: number;
}

/** A module that keeps to the whitelist, section by section. Function bodies are not read yet. */
export interface ParsedModule {
  readonly bytes: Uint8Array;
  readonly types: readonly FunctionType[];
  readonly imports: readonly ImportedFunction[];
  /** Type index of each defined function. */
  readonly functions: readonly number[];
  readonly table: { readonly min: number; readonly max: number | undefined } | undefined;
  readonly memory: { readonly min: number; readonly max: number | undefined };
  readonly globals: readonly ModuleGlobal[];
  /** Index of the exported `_start`, in the whole function space. */
  readonly entry: number;
  /** Index of the start section's function, in the whole function space. */
  readonly start: number | undefined;
  readonly elements: readonly ElementSegment[];
  readonly code: readonly CodeBody[];
  readonly data: readonly DataSegment[];
}
