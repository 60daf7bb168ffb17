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
}

/** `reckon-wasm@1.0.0` */
export const ACCEPTED_V1: AcceptedSet = {
  immediateOf: immediateOf.map((immediate, opcode) =>
    isLaterAddition[opcode] === 1 ? IMMEDIATE.refused : immediate,
  ),
  references: false,
};

/** `reckon-wasm@2.0.0` */
export const ACCEPTED_V2: AcceptedSet = { immediateOf, references: true };
