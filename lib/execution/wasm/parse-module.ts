import { isHostFunction, isHostFunctionName } from '../wasi/host-signatures';
import type { AcceptedSet } from './accepted-set';
import { BinaryReader } from './binary-reader';
import { headerProblemOf } from './header-problem';
import { InvalidModule } from './invalid-module';
import { MODULE_CAPS, RESERVED_PREFIX } from './module-caps';
import { SegmentParser } from './parse-segments';
import type {
  CodeBody,
  DataSegment,
  ElementSegment,
  FunctionType,
  ImportedFunction,
  ModuleGlobal,
  ModuleTable,
  ParsedModule,
} from './parsed-module';
import { isReference, isValueType, notAValue, REFERENCE_TYPE } from './parsed-module';

const PAGE_BYTES = 65_536;
const HOST_MODULE = 'wasi_snapshot_preview1';
const IMPORT_KINDS: Readonly<Record<number, string>> = {
  1: 'a table',
  2: 'a memory',
  3: 'a global',
  4: 'a tag',
};
const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

/**
 * Reads a module's sections and refuses whatever is not on the whitelist: sections, imports,
 * limits, constant expressions, segments, reserved export names; and every index that points
 * outside. Function bodies are only measured here (see scan-function).
 *
 * @param accepts the whitelist of the engine's version
 * @throws InvalidModule
 */
export function parseModule(bytes: Uint8Array, accepts: AcceptedSet): ParsedModule {
  if (bytes.length > MODULE_CAPS.moduleBytes) {
    throw new InvalidModule('larger than 32 MiB', MODULE_CAPS.moduleBytes);
  }
  const problem = headerProblemOf(bytes);
  if (problem !== undefined) throw new InvalidModule(problem.reason, problem.offset);
  const reader = new BinaryReader(bytes);
  reader.skip(8);
  return reader.locating(() => new SectionParser(reader, accepts).parse());
}

class SectionParser {
  private readonly reader: BinaryReader;
  private readonly accepts: AcceptedSet;
  private readonly segments: SegmentParser;
  private readonly types: FunctionType[] = [];
  /** Where sections begin, by id. */
  private readonly sections = new Map<number, number>();
  private readonly imports: ImportedFunction[] = [];
  private readonly functions: number[] = [];
  private readonly tables: ModuleTable[] = [];
  private memory: ParsedModule['memory'] | undefined;
  private readonly globals: ModuleGlobal[] = [];
  private entry: number | undefined;
  private exportsMemory = false;
  private start: number | undefined;
  private readonly elements: ElementSegment[] = [];
  private readonly code: CodeBody[] = [];
  private readonly data: DataSegment[] = [];
  private dataCount: number | undefined;

  constructor(reader: BinaryReader, accepts: AcceptedSet) {
    this.reader = reader;
    this.accepts = accepts;
    this.segments = new SegmentParser(reader, accepts, () => this.functionIndex());
  }

  parse(): ParsedModule {
    const { reader } = this;
    while (!reader.isAtEnd) {
      const start = reader.position;
      const id = reader.u8();
      const size = reader.u32();
      const end = reader.position + size;
      if (end > reader.end) throw new InvalidModule('a section is longer than the module');
      if (id === SECTION.custom) {
        reader.name();
        if (reader.position > end) throw new InvalidModule('a section has another size');
        reader.position = end;
        continue;
      }
      if (this.sections.has(id)) throw new InvalidModule(`section ${id} twice`, start);
      this.sections.set(id, start);
      if (id > SECTION.dataCount) throw new InvalidModule(`unknown section ${id}`, start);
      this.parseSection(id);
      if (reader.position !== end) throw new InvalidModule(`section ${id} has another size`);
    }
    return this.finish();
  }

  private parseSection(id: number): void {
    const { reader } = this;
    switch (id) {
      case SECTION.type:
        this.repeat(MODULE_CAPS.types, 'types', () => this.parseType());
        return;
      case SECTION.import:
        this.repeat(MODULE_CAPS.imports, 'imports', () => this.parseImport());
        return;
      case SECTION.function:
        this.repeat(MODULE_CAPS.functions, 'functions', () => {
          this.functions.push(this.typeIndex());
        });
        return;
      case SECTION.table:
        this.repeat(this.accepts.references ? MODULE_CAPS.tables : 1, 'table', () =>
          this.parseTable(),
        );
        return;
      case SECTION.memory:
        this.repeat(1, 'memory', () => this.parseMemory());
        return;
      case SECTION.global:
        this.repeat(MODULE_CAPS.globals, 'globals', () => this.parseGlobal());
        return;
      case SECTION.export:
        this.repeat(MODULE_CAPS.exports, 'exports', () => this.parseExport());
        return;
      case SECTION.start:
        this.start = this.functionIndex();
        return;
      case SECTION.element:
        this.repeat(MODULE_CAPS.segments, 'segments', () => {
          this.elements.push(this.segments.element());
        });
        return;
      case SECTION.code:
        this.repeat(MODULE_CAPS.functions, 'functions', () => this.parseBody());
        return;
      case SECTION.data:
        this.repeat(MODULE_CAPS.segments, 'segments', () => {
          this.data.push(this.segments.data());
        });
        return;
      case SECTION.dataCount:
        this.dataCount = reader.u32();
        return;
    }
  }

  private finish(): ParsedModule {
    const { memory, entry } = this;
    /** The section that lacks something, or the end of the module where there is none. */
    const placeOf = (section: number): number =>
      this.sections.get(section) ?? this.reader.bytes.length;
    if (this.code.length !== this.functions.length) {
      throw new InvalidModule('code is missing', placeOf(SECTION.code));
    }
    const exported = placeOf(SECTION.export);
    if (memory === undefined || !this.exportsMemory) {
      throw new InvalidModule('it must export its memory as "memory"', exported);
    }
    if (entry === undefined) {
      throw new InvalidModule('it must export a function "_start"', exported);
    }
    if (this.dataCount !== undefined && this.dataCount !== this.data.length) {
      throw new InvalidModule('data count differs', placeOf(SECTION.dataCount));
    }
    for (const index of this.start === undefined ? [entry] : [entry, this.start]) {
      const type = this.typeOf(index);
      if (type.params.length > 0 || type.results.length > 0) {
        const at = index === entry ? exported : placeOf(SECTION.start);
        throw new InvalidModule('a start function takes and gives nothing', at);
      }
    }
    for (const { at, mode, table, offset, items } of this.elements) {
      if (mode === 'active' && offset + items.length > (this.tables[table]?.min ?? 0)) {
        throw new InvalidModule('an element segment lies outside the table', at);
      }
    }
    for (const { at, offset, bytes } of this.data) {
      if (offset !== undefined && offset + bytes.length > memory.min * PAGE_BYTES) {
        throw new InvalidModule('a data segment lies outside the memory', at);
      }
    }
    return {
      bytes: this.reader.bytes,
      accepts: this.accepts,
      types: this.types,
      imports: this.imports,
      functions: this.functions,
      tables: this.tables,
      memory,
      globals: this.globals,
      entry,
      start: this.start,
      elements: this.elements,
      code: this.code,
      data: this.data,
      dataCount: this.dataCount,
    };
  }

  private repeat(cap: number, what: string, parseOne: () => void): void {
    const count = this.reader.count(cap, what);
    for (let index = 0; index < count; index++) parseOne();
  }

  private typeIndex(): number {
    const index = this.reader.u32();
    if (index >= this.types.length) throw new InvalidModule('a type index is out of range');
    return index;
  }

  private functionIndex(): number {
    const index = this.reader.u32();
    if (index >= this.imports.length + this.functions.length) {
      throw new InvalidModule('a function index is out of range');
    }
    return index;
  }

  private typeOf(functionIndex: number): FunctionType {
    const imported = this.imports[functionIndex];
    const index = imported?.typeIndex ?? this.functions[functionIndex - this.imports.length];
    const type = index === undefined ? undefined : this.types[index];
    if (type === undefined) throw new InvalidModule('a function index is out of range');
    return type;
  }

  private valueType(): number {
    const type = this.reader.u8();
    if (!isValueType(type, this.accepts)) throw notAValue(this.accepts);
    return type;
  }

  private parseType(): void {
    const { reader } = this;
    if (reader.u8() !== 0x60) throw new InvalidModule('only function types are accepted');
    const params = this.valueTypes(MODULE_CAPS.params, 'parameters');
    const results = this.valueTypes(MODULE_CAPS.results, 'results');
    this.types.push({ params, results });
  }

  private valueTypes(cap: number, what: string): number[] {
    const count = this.reader.count(cap, what);
    return Array.from({ length: count }, () => this.valueType());
  }

  private parseImport(): void {
    const { reader } = this;
    const start = reader.position;
    const module = reader.name();
    const name = reader.name();
    const kind = reader.u8();
    if (kind !== 0x00) {
      const what = IMPORT_KINDS[kind] ?? 'of a kind that is not known';
      throw new InvalidModule(
        `the import ${module}.${name} is ${what}: only functions may be imported`,
        start,
      );
    }
    const typeIndex = this.typeIndex();
    if (module !== HOST_MODULE || !isHostFunctionName(name)) {
      const hint = /^wasi_|^wasi:/.test(module) ? ` (of WASI there is ${HOST_MODULE})` : '';
      throw new InvalidModule(`the import ${module}.${name} is not offered${hint}`, start);
    }
    if (!isHostFunction(name, this.types[typeIndex]!)) {
      throw new InvalidModule(`the import ${module}.${name} is offered with another type`, start);
    }
    this.imports.push({ name, typeIndex });
  }

  private limits(cap: number): { min: number; max: number | undefined } {
    const flags = this.reader.u8();
    if (flags > 1) throw new InvalidModule('shared and 64-bit memories are not accepted');
    const min = this.reader.u32();
    const max = flags === 1 ? this.reader.u32() : undefined;
    if (min > cap) throw new InvalidModule(`a memory or table starts larger than ${cap}`);
    if (max !== undefined && max < min) throw new InvalidModule('a maximum is below the minimum');
    return { min, max };
  }

  private parseTable(): void {
    const type = this.reader.u8();
    if (type !== REFERENCE_TYPE.function && !(this.accepts.references && isReference(type))) {
      throw new InvalidModule('only tables of functions');
    }
    this.tables.push({ type, ...this.limits(MODULE_CAPS.tableEntries) });
    if (this.tables.reduce((sum, { min }) => sum + min, 0) > MODULE_CAPS.tableEntries) {
      throw new InvalidModule(`tables start with more than ${MODULE_CAPS.tableEntries} entries`);
    }
  }

  private parseMemory(): void {
    this.memory = this.limits(MODULE_CAPS.memoryPages);
  }

  private parseGlobal(): void {
    const { reader } = this;
    const valueType = this.valueType();
    const mutability = reader.u8();
    if (mutability > 1) throw new InvalidModule('a global is neither constant nor variable');
    const init = this.segments.constant(valueType);
    this.globals.push({ valueType, mutable: mutability === 1, init });
  }

  private parseExport(): void {
    const { reader } = this;
    const name = reader.name();
    const kind = reader.u8();
    if (name.startsWith(RESERVED_PREFIX)) throw new InvalidModule(`the name ${name} is reserved`);
    if (kind === 0x00) {
      const index = this.functionIndex();
      if (name === '_start') this.entry = index;
      return;
    }
    const index = reader.u32();
    const counts = [0, this.tables.length, this.memory ? 1 : 0, this.globals.length];
    const count = counts[kind] ?? 0;
    if (index >= count) throw new InvalidModule('an export points nowhere');
    if (kind === 0x02 && name === 'memory') this.exportsMemory = true;
  }

  private parseBody(): void {
    const { reader } = this;
    const size = reader.count(MODULE_CAPS.functionBytes, 'bytes in a function');
    const start = reader.position;
    reader.skip(size);
    this.code.push({ start, end: start + size });
  }
}
