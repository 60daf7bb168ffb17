import { BinaryReader } from '@/lib/execution/wasm/binary-reader';
import { BinaryWriter } from '@/lib/execution/wasm/binary-writer';

export interface ModuleExport {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

const TYPE = 1;
const FUNCTION = 3;
const MEMORY = 5;
const EXPORT = 7;
const CODE = 10;
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** The order of sections: the data count stands before the code. */
const RANK = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10];

function sectionsOf(bytes: Uint8Array): Section[] {
  const reader = new BinaryReader(bytes);
  reader.skip(HEADER.length);
  const sections: Section[] = [];
  while (!reader.isAtEnd) sections.push({ id: reader.u8(), body: reader.take(reader.u32()) });
  return sections;
}

function moduleOf(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const out = new BinaryWriter();
  out.raw(HEADER);
  for (const { id, body } of sections) {
    out.u8(id);
    out.u32(body.length);
    out.raw(body);
  }
  return out.toBytes();
}

/** Puts a section in place of the one with its id, or where it belongs. */
function withSection(sections: readonly Section[], fresh: Section): Section[] {
  const at = sections.findIndex(({ id }) => id === fresh.id);
  if (at >= 0) return sections.with(at, fresh);
  const behind = sections.findIndex(({ id }) => RANK[id]! > RANK[fresh.id]!);
  return sections.toSpliced(behind < 0 ? sections.length : behind, 0, fresh);
}

/** A section that holds a list, with one element more. */
function appended(sections: readonly Section[], id: number, element: readonly number[]): Section {
  const before = sections.find((section) => section.id === id)?.body ?? new Uint8Array([0]);
  const reader = new BinaryReader(before);
  const count = reader.u32();
  const out = new BinaryWriter();
  out.u32(count + 1);
  out.raw(before.subarray(reader.position));
  out.raw(element);
  return { id, body: out.toBytes() };
}

const countIn = (sections: readonly Section[], id: number): number => {
  const body = sections.find((section) => section.id === id)?.body;
  return body === undefined ? 0 : new BinaryReader(body).u32();
};

function leb(value: number): number[] {
  const out = new BinaryWriter();
  out.u32(value);
  return [...out.view()];
}

function exportSection(exports: readonly ModuleExport[]): Section {
  const out = new BinaryWriter();
  out.u32(exports.length);
  for (const { name, kind, index } of exports) {
    out.name(name);
    out.u8(kind);
    out.u32(index);
  }
  return { id: EXPORT, body: out.toBytes() };
}

export function exportsOf(bytes: Uint8Array): ModuleExport[] {
  const body = sectionsOf(bytes).find(({ id }) => id === EXPORT)?.body;
  if (body === undefined) return [];
  const reader = new BinaryReader(body);
  return Array.from({ length: reader.u32() }, () => ({
    name: reader.name(),
    kind: reader.u8(),
    index: reader.u32(),
  }));
}

/**
 * What the engine wants of a program, added to a module that is none: an empty _start and an
 * exported memory. Its own exports get other names.
 *
 * @param importedFunctions how many functions it imports
 */
export function asProgram(bytes: Uint8Array, importedFunctions: number): Uint8Array<ArrayBuffer> {
  let sections = sectionsOf(bytes);
  const type = countIn(sections, TYPE);
  const start = importedFunctions + countIn(sections, FUNCTION);
  sections = withSection(sections, appended(sections, TYPE, [0x60, 0, 0]));
  sections = withSection(sections, appended(sections, FUNCTION, leb(type)));
  sections = withSection(sections, appended(sections, CODE, [2, 0, 0x0b]));
  if (countIn(sections, MEMORY) === 0) {
    sections = withSection(sections, { id: MEMORY, body: new Uint8Array([1, 0, 0]) });
  }
  const exports = [
    // What is exported may be referred to.
    ...exportsOf(bytes).map((one, index) => ({ ...one, name: `own ${index}` })),
    { name: 'memory', kind: 2, index: 0 },
    { name: '_start', kind: 0, index: start },
  ];
  return moduleOf(withSection(sections, exportSection(exports)));
}

/** A module with more exports. */
export function withExports(
  bytes: Uint8Array,
  more: readonly ModuleExport[],
): Uint8Array<ArrayBuffer> {
  return moduleOf(withSection(sectionsOf(bytes), exportSection([...exportsOf(bytes), ...more])));
}
