import type { AcceptedSet } from './accepted-set';
import type { BinaryReader } from './binary-reader';
import { InvalidModule } from './invalid-module';
import { MODULE_CAPS } from './module-caps';
import type { Constant, DataSegment, ElementSegment } from './parsed-module';
import { isReference, NULL_ITEM, REFERENCE_TYPE, VALUE_TYPE } from './parsed-module';

const I32_CONST = 0x41;
const REF_NULL = 0xd0;
const REF_FUNC = 0xd2;
const END = 0x0b;

/** Bits of an element segment's kind. */
const NOT_ACTIVE = 1;
/** Of an active one: the table is named; of others: declarative. */
const EXPLICIT = 2;
const EXPRESSIONS = 4;

/** Reads constant expressions, element and data segments; what is computed is refused. */
export class SegmentParser {
  private readonly reader: BinaryReader;
  private readonly accepts: AcceptedSet;
  private readonly functionIndex: () => number;
  private passiveItems = 0;

  /** @param functionIndex reads the index of a function that there is */
  constructor(reader: BinaryReader, accepts: AcceptedSet, functionIndex: () => number) {
    this.reader = reader;
    this.accepts = accepts;
    this.functionIndex = functionIndex;
  }

  /** One literal and an end; nothing that is computed. */
  constant(valueType: number): Constant {
    const { reader } = this;
    const start = reader.position;
    const opcode = reader.u8();
    let functionIndex: number | undefined;
    if (opcode === I32_CONST && valueType === VALUE_TYPE.i32) reader.skipLeb(5);
    else if (opcode === 0x42 && valueType === VALUE_TYPE.i64) reader.skipLeb(10);
    else if (opcode === 0x43 && valueType === VALUE_TYPE.f32) reader.skip(4);
    else if (opcode === 0x44 && valueType === VALUE_TYPE.f64) reader.skip(8);
    else if (opcode === 0xfd && valueType === VALUE_TYPE.v128 && reader.u32() === 12)
      reader.skip(16);
    else if (opcode === REF_NULL && isReference(valueType) && reader.u8() === valueType) {
      // Nothing follows the type.
    } else if (opcode === REF_FUNC && valueType === REFERENCE_TYPE.function)
      functionIndex = this.functionIndex();
    else throw new InvalidModule('an initial value must be a literal');
    if (reader.u8() !== END) throw new InvalidModule('an initial value must be a literal');
    return { bytes: reader.bytes.subarray(start, reader.position), functionIndex };
  }

  private offset(): number {
    const { reader } = this;
    if (reader.u8() !== I32_CONST) throw new InvalidModule('an offset must be a literal');
    const offset = reader.i32() >>> 0;
    if (reader.u8() !== END) throw new InvalidModule('an offset must be a literal');
    return offset;
  }

  element(): ElementSegment {
    const { reader } = this;
    const at = reader.position;
    const kind = reader.u32();
    const isActive = (kind & NOT_ACTIVE) === 0;
    const isExplicit = (kind & EXPLICIT) !== 0;
    const hasExpressions = (kind & EXPRESSIONS) !== 0;
    if (this.accepts.references ? kind > 7 : !isActive || kind > EXPLICIT) {
      throw new InvalidModule('only active element segments');
    }
    const table = isActive && isExplicit ? reader.u32() : 0;
    if (table !== 0 && !this.accepts.references) throw new InvalidModule('only one table');
    const offset = isActive ? this.offset() : 0;
    let type: number = REFERENCE_TYPE.function;
    if (kind === NOT_ACTIVE || kind === EXPLICIT || kind === (NOT_ACTIVE | EXPLICIT)) {
      if (reader.u8() !== 0) throw new InvalidModule('only functions in tables');
    } else if (hasExpressions && kind !== EXPRESSIONS) {
      type = reader.u8();
      if (!isReference(type)) throw new InvalidModule('only references in tables');
    }
    const count = reader.count(MODULE_CAPS.tableEntries, 'table entries');
    if (!isActive) this.passiveItems += count;
    if (this.passiveItems > MODULE_CAPS.tableEntries) {
      throw new InvalidModule(`more than ${MODULE_CAPS.tableEntries} entries in passive segments`);
    }
    const items: number[] = [];
    for (let index = 0; index < count; index++) {
      if (hasExpressions) items.push(this.constant(type).functionIndex ?? NULL_ITEM);
      else items.push(this.functionIndex());
    }
    const mode = isActive ? 'active' : isExplicit ? 'declarative' : 'passive';
    return { at, mode, table, offset, type, items };
  }

  data(): DataSegment {
    const { reader } = this;
    const at = reader.position;
    const kind = reader.u32();
    const isPassive = kind === 1 && this.accepts.references;
    if (kind !== 0 && kind !== 2 && !isPassive) {
      throw new InvalidModule('only active data segments');
    }
    if (kind === 2 && reader.u32() !== 0) throw new InvalidModule('only one memory');
    const offset = isPassive ? undefined : this.offset();
    return { at, offset, bytes: reader.take(reader.u32()) };
  }
}
