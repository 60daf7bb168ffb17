import type { AcceptedSet } from './accepted-set';
import { InvalidModule } from './invalid-module';

/** Value types as in the binary. */
export const VALUE_TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

/** References are values of versions that accept them. */
export const REFERENCE_TYPE = { function: 0x70, host: 0x6f } as const;

export const isReference = (type: number): boolean =>
  type === REFERENCE_TYPE.function || type === REFERENCE_TYPE.host;

/** Whether the byte is a value type of a version. */
export const isValueType = (type: number, accepts: AcceptedSet): boolean =>
  (type >= VALUE_TYPE.v128 && type <= VALUE_TYPE.i32) || (accepts.references && isReference(type));

export const notAValue = ({ references }: AcceptedSet): InvalidModule =>
  new InvalidModule(`only numbers${references ? ', v128 and references' : ' and v128'} are values`);

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
  readonly init: Constant;
}

export interface Constant {
  /** The expression with its end, as in the binary. */
  readonly bytes: Uint8Array;
  /** The function that it refers to, in the whole function space. */
  readonly functionIndex: number | undefined;
}

export interface ModuleTable {
  /** Of REFERENCE_TYPE. */
  readonly type: number;
  readonly min: number;
  readonly max: number | undefined;
}

/** An item of an element segment that is no function. */
export const NULL_ITEM = -1;

export interface ElementSegment {
  /** Where it begins in the module. */
  readonly at: number;
  readonly mode: 'active' | 'passive' | 'declarative';
  /** Table and offset of an active one; 0 of others. */
  readonly table: number;
  readonly offset: number;
  /** Of REFERENCE_TYPE. */
  readonly type: number;
  /** Function indices, or NULL_ITEM. */
  readonly items: readonly number[];
}

export interface DataSegment {
  readonly at: number;
  /** undefined: passive. */
  readonly offset: number | undefined;
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
  readonly accepts: AcceptedSet;
  readonly types: readonly FunctionType[];
  readonly imports: readonly ImportedFunction[];
  /** Type index of each defined function. */
  readonly functions: readonly number[];
  readonly tables: readonly ModuleTable[];
  readonly memory: { readonly min: number; readonly max: number | undefined };
  readonly globals: readonly ModuleGlobal[];
  /** Index of the exported `_start`, in the whole function space. */
  readonly entry: number;
  /** Index of the start section's function, in the whole function space. */
  readonly start: number | undefined;
  readonly elements: readonly ElementSegment[];
  readonly code: readonly CodeBody[];
  readonly data: readonly DataSegment[];
  /** What the data count section says, if there is one. */
  readonly dataCount: number | undefined;
}
