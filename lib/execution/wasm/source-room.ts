import { makesNan, SHAPE } from './opcodes';

/**
 * Bytes by which the transformer may lengthen a function, counted in its source: no build of the
 * transformer writes more, and one that writes less refuses nothing more. Part of version 3.
 */

/** A NaN made canonical: its bits, a comparison and a choice. */
const SCALAR_NAN = 24;
const VECTOR_NAN = 44;
/** The counter taken where a straight run begins. */
const CHARGE = 16;
/** The counter looked at, and perhaps told. */
const LOOP_HEAD = 48;
/** The counter written back and read again, and a call of the engine's own. */
const CALL = 32;
const RETURN = 4;
/** Names of functions move up by one. */
const INDEX = 1;

/** By opcode, flat as in opcodes.ts. */
export const roomOf: Uint8Array = makesNan.map((shape) =>
  shape === SHAPE.none ? 0 : shape <= SHAPE.f64 ? SCALAR_NAN : VECTOR_NAN,
);
for (const opcode of [0x04, 0x05, 0x0b, 0x0d]) roomOf[opcode] = CHARGE;
roomOf[0x03] = LOOP_HEAD;
roomOf[0x0f] = RETURN;
for (const opcode of [0x10, 0x11, 0x40]) roomOf[opcode] = CALL;
// Bulk operations on memory and tables.
for (let opcode = 0x108; opcode <= 0x111; opcode++) roomOf[opcode] = CALL;
roomOf[0xd2] = INDEX;

/** Locals, entry and exit of a function. */
export const FUNCTION_ROOM = 128;
/**
 * Values made canonical behind loops, in place of where they arose: at most so many a function, beyond
 * what its source is counted for.
 */
export const MOST_LOOP_EXITS = 8_192;
