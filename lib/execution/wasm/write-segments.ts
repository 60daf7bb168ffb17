import type { BinaryWriter } from './binary-writer';
import { MODULE_CAPS } from './module-caps';
import type { Constant, ElementSegment, ParsedModule } from './parsed-module';
import { NULL_ITEM, REFERENCE_TYPE } from './parsed-module';

/** Where a function of the module stands once it is transformed. */
type Moved = (functionIndex: number) => number;

const END = 0x0b;

/** A table keeps its size, which makes calls through it cheap, unless some code lets tables grow. */
export function writeTables(
  to: BinaryWriter,
  { tables }: ParsedModule,
  growsTables: boolean,
): void {
  to.u32(tables.length);
  for (const { type, min, max = MODULE_CAPS.grownTableEntries } of tables) {
    to.raw([type, 1]);
    to.u32(min);
    to.u32(growsTables ? Math.max(min, Math.min(max, MODULE_CAPS.grownTableEntries)) : min);
  }
}

/** A constant expression with its end. */
export function writeConstant(to: BinaryWriter, constant: Constant, moved: Moved): void {
  if (constant.functionIndex === undefined) to.raw(constant.bytes);
  else writeReference(to, constant.functionIndex, REFERENCE_TYPE.function, moved);
}

function writeReference(to: BinaryWriter, item: number, type: number, moved: Moved): void {
  if (item === NULL_ITEM) to.raw([0xd0, type]);
  else {
    to.u8(0xd2);
    to.u32(moved(item));
  }
  to.u8(END);
}

function writeOffset(to: BinaryWriter, offset: number): void {
  to.u8(0x41);
  to.signed(offset | 0);
  to.u8(END);
}

/**
 * The module's segments at their indices.
 *
 * @param declared functions that ref.func names: one more segment declares them, as the exports
 *   that may have done so are gone
 */
export function writeElements(
  to: BinaryWriter,
  { elements }: ParsedModule,
  declared: ReadonlySet<number>,
  moved: Moved,
): void {
  to.u32(elements.length + (declared.size > 0 ? 1 : 0));
  for (const segment of elements) writeElement(to, segment, moved);
  if (declared.size === 0) return;
  to.raw([3, 0]);
  to.u32(declared.size);
  for (const index of declared) to.u32(moved(index));
}

function writeElement(to: BinaryWriter, segment: ElementSegment, moved: Moved): void {
  const { mode, table, offset, type, items } = segment;
  const isPlain = mode === 'active' && table === 0 && type === REFERENCE_TYPE.function;
  if (isPlain && !items.includes(NULL_ITEM)) {
    to.u8(0);
    writeOffset(to, offset);
    to.u32(items.length);
    for (const index of items) to.u32(moved(index));
    return;
  }
  to.u8({ passive: 5, active: 6, declarative: 7 }[mode]);
  if (mode === 'active') {
    to.u32(table);
    writeOffset(to, offset);
  }
  to.u8(type);
  to.u32(items.length);
  for (const item of items) writeReference(to, item, type, moved);
}

export function writeData(to: BinaryWriter, { data }: ParsedModule): void {
  to.u32(data.length);
  for (const { offset, bytes } of data) {
    to.u8(offset === undefined ? 1 : 0);
    if (offset !== undefined) writeOffset(to, offset);
    to.u32(bytes.length);
    to.raw(bytes);
  }
}
