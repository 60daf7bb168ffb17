import type { BinaryReader } from './binary-reader';
import { InvalidModule } from './invalid-module';
import { MODULE_CAPS } from './module-caps';
import { IMMEDIATE } from './opcodes';
import type { FunctionType, ParsedModule } from './parsed-module';
import { isReference, isValueType, notAValue } from './parsed-module';
import { refusedInstruction } from './refused-instruction';

export const BLOCK = 0x02;
export const LOOP = 0x03;
export const IF = 0x04;
export const ELSE = 0x05;
export const END = 0x0b;
export const REF_FUNC = 0xd2;

/**
 * The next opcode, flat as in opcodes.ts.
 *
 * @param immediateOf of the version's accepted set
 * @throws InvalidModule it is not one of these
 */
export function readOpcode(reader: BinaryReader, immediateOf: Uint8Array): number {
  const at = reader.position;
  const opcode = reader.u8();
  if (opcode < 0xfc) {
    if (immediateOf[opcode] === IMMEDIATE.refused) throw refusedInstruction(reader.bytes, at);
    return opcode;
  }
  if (opcode > 0xfd) throw refusedInstruction(reader.bytes, at);
  const minor = reader.u32();
  const flat = (opcode - 0xfb) * 0x100 + minor;
  if (minor > 0xff || immediateOf[flat] === IMMEDIATE.refused) {
    throw refusedInstruction(reader.bytes, at, minor);
  }
  return flat;
}

const NOTHING: FunctionType = { params: [], results: [] };
/** By the code of a value's type, made once: blocks are many. */
const ONE_RESULT = Array.from({ length: 0x80 }, (_, type): FunctionType => {
  return { params: [], results: [type] };
});

/** What the block begun by the opcode just read takes and leaves. @throws InvalidModule it has no type */
export function blockTypeOf(reader: BinaryReader, module: ParsedModule): FunctionType {
  const lead = reader.bytes[reader.position]!;
  if (lead === 0x40) {
    reader.position++;
    return NOTHING;
  }
  if (isValueType(lead, module.accepts)) {
    reader.position++;
    return ONE_RESULT[lead]!;
  }
  const type = module.types[reader.i32()];
  if (type === undefined) throw new InvalidModule('a block has no known type');
  return type;
}

/** Skips what follows an ordinary opcode; indices must exist. */
export function skipImmediate(
  immediate: number,
  reader: BinaryReader,
  module: ParsedModule,
  localCount: number,
): void {
  switch (immediate) {
    case IMMEDIATE.none:
      return;
    case IMMEDIATE.localIndex:
      if (reader.u32() >= localCount) throw new InvalidModule('no such local');
      return;
    case IMMEDIATE.globalIndex:
      if (reader.u32() >= module.globals.length) throw new InvalidModule('no such global');
      return;
    case IMMEDIATE.memarg:
    case IMMEDIATE.memargLane:
      if (reader.u32() > 4) throw new InvalidModule('an alignment is too large');
      reader.u32();
      if (immediate === IMMEDIATE.memargLane) reader.skip(1);
      return;
    case IMMEDIATE.i32:
      reader.skipLeb(5);
      return;
    case IMMEDIATE.i64:
      reader.skipLeb(10);
      return;
    case IMMEDIATE.bytes4:
      reader.skip(4);
      return;
    case IMMEDIATE.bytes8:
      reader.skip(8);
      return;
    case IMMEDIATE.bytes16:
      reader.skip(16);
      return;
    case IMMEDIATE.lane:
      reader.skip(1);
      return;
    case IMMEDIATE.memoryIndex:
      skipMemoryIndex(reader);
      return;
    case IMMEDIATE.dataIndex:
      if (reader.u32() >= module.data.length) throw new InvalidModule('no such data segment');
      return;
    case IMMEDIATE.elementIndex:
      if (reader.u32() >= module.elements.length)
        throw new InvalidModule('no such element segment');
      return;
    case IMMEDIATE.tableIndex:
      if (reader.u32() >= module.tables.length) throw new InvalidModule('no such table');
      return;
    case IMMEDIATE.referenceType:
      if (!isReference(reader.u8()))
        throw new InvalidModule('only functions and externals are referred to');
      return;
    case IMMEDIATE.selectType:
      if (reader.u8() !== 1) throw new InvalidModule('a select chooses one value');
      if (!isValueType(reader.u8(), module.accepts)) throw notAValue(module.accepts);
      return;
    default:
      throw new Error('an instruction is accepted that nobody treats');
  }
}

export function skipMemoryIndex(reader: BinaryReader): void {
  if (reader.u8() !== 0) throw new InvalidModule('only one memory');
}

/** What follows each of the bulk operations. */
const BULK_IMMEDIATES: Readonly<Record<number, readonly number[]>> = {
  264: [IMMEDIATE.dataIndex, IMMEDIATE.memoryIndex],
  266: [IMMEDIATE.memoryIndex, IMMEDIATE.memoryIndex],
  267: [IMMEDIATE.memoryIndex],
  268: [IMMEDIATE.elementIndex, IMMEDIATE.tableIndex],
  270: [IMMEDIATE.tableIndex, IMMEDIATE.tableIndex],
  271: [IMMEDIATE.tableIndex],
  273: [IMMEDIATE.tableIndex],
};
export const TABLE_GROW = 0x10f;
const LAST_OF_MEMORY = 0x10b;

/** Whether a bulk operation is charged by entries of tables, not by bytes of memory. */
export const isOfTables = (bulk: number): boolean => bulk > LAST_OF_MEMORY;

/** @throws InvalidModule it names what is not there */
export function skipBulk(bulk: number, reader: BinaryReader, module: ParsedModule): void {
  const immediates = BULK_IMMEDIATES[bulk];
  if (immediates === undefined) throw new Error('an instruction is accepted that nobody treats');
  for (const immediate of immediates) skipImmediate(immediate, reader, module, 0);
}

/** Skips the immediates of a special instruction in dead code; returns 1 if it opens a block. */
export function skipSpecial(opcode: number, reader: BinaryReader, module: ParsedModule): number {
  switch (opcode) {
    case 0x00:
    case 0x01:
    case ELSE:
    case 0x0f:
      return 0;
    case BLOCK:
    case LOOP:
    case IF:
      reader.skipLeb(5);
      return 1;
    case 0x0c:
    case 0x0d:
    case 0x10:
    case REF_FUNC:
      reader.u32();
      return 0;
    case 0x0e: {
      const targets = reader.count(MODULE_CAPS.branchTargets, 'branch targets');
      for (let index = 0; index <= targets; index++) reader.u32();
      return 0;
    }
    case 0x11:
      reader.u32();
      reader.u32();
      return 0;
    case 0x40:
      skipMemoryIndex(reader);
      return 0;
    default:
      skipBulk(opcode, reader, module);
      return 0;
  }
}

/** Reads up to the else or end that can be reached again, behind its byte; returns which it is. */
export function skipDeadCode(
  reader: BinaryReader,
  module: ParsedModule,
  localCount: number,
): number {
  const { immediateOf } = module.accepts;
  for (let nested = 0; ; ) {
    const opcode = readOpcode(reader, immediateOf);
    if (opcode === END || (opcode === ELSE && nested === 0)) {
      if (nested === 0) return opcode;
      nested--;
      continue;
    }
    const immediate = immediateOf[opcode]!;
    if (immediate === IMMEDIATE.special) nested += skipSpecial(opcode, reader, module);
    else skipImmediate(immediate, reader, module, localCount);
  }
}
