import { IMMEDIATE, immediateOf, isLaterAddition } from './opcodes';

/** What a version of the engine accepts in a module. Part of consensus, as its costs are. */
export interface AcceptedSet {
  /** What follows each opcode, of IMMEDIATE; refused where it is not accepted. */
  readonly immediateOf: Uint8Array;
  /**
   * Passive and declarative segments, values and tables of references, several tables: with them
   * the core of WebAssembly 2.0 is whole, but for imports.
   */
  readonly references: boolean;
  /**
   * How large a function may become: by the bytes that the transformer at hand writes, or by what its
   * source may take at most (`source-room.ts`), which is the same for every build.
   */
  readonly sizeBound: 'emitted' | 'source';
}

/** `reckon-wasm@1.0.0` */
export const ACCEPTED_V1: AcceptedSet = {
  immediateOf: immediateOf.map((immediate, opcode) =>
    isLaterAddition[opcode] === 1 ? IMMEDIATE.refused : immediate,
  ),
  references: false,
  sizeBound: 'emitted',
};

/** `reckon-wasm@2.0.0` */
export const ACCEPTED_V2: AcceptedSet = {
  immediateOf,
  references: true,
  sizeBound: 'emitted',
};

/** `reckon-wasm@3.0.0` */
export const ACCEPTED_V3: AcceptedSet = { ...ACCEPTED_V2, sizeBound: 'source' };
