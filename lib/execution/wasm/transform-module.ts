import type { WasmEngine } from '../engine-id';
import { BinaryWriter } from './binary-writer';
import type { CostTable } from './cost-table';
import { DEPTH_BUDGET } from './cost-table';
import type { EngineIndices } from './emit-function';
import { FunctionEmitter } from './emit-function';
import type { EngineGlobals } from './engine-functions';
import {
  chargeBytesBody,
  chargeEntriesBody,
  globalBitsBodies,
  LARGEST_MEMORY_PAGES,
  memoryGrowBody,
  reportBody,
} from './engine-functions';
import { acceptedBy, costsOf } from './engine-versions';
import { InvalidModule } from './invalid-module';
import { MODULE_CAPS } from './module-caps';
import { parseModule } from './parse-module';
import type { FunctionType, ParsedModule } from './parsed-module';
import { isReference, VALUE_TYPE } from './parsed-module';
import type { Charging } from './scan-function';
import { FunctionScanner } from './scan-function';
import { writeConstant, writeData, writeElements, writeTables } from './write-segments';

/** Changes whenever the same module would be transformed into other bytes by the same version. */
export const TRANSFORMER_BUILD = 6;

/** Names of what a transformed module imports and exports. */
export const ENGINE_NAMES = {
  importModule: 'reckon',
  tick: 'tick',
  memory: '__reckon_memory',
  entry: '__reckon_entry',
  start: '__reckon_start',
  fuel: '__reckon_fuel',
  notice: '__reckon_notice',
  depth: '__reckon_depth',
  pageLimit: '__reckon_page_limit',
  outcome: '__reckon_outcome',
  /** Followed by a number from 0: the bits of the mutable globals, in order. */
  globalBits: '__reckon_bits_',
  /** Custom section: the least memory in pages, as decimal text. */
  section: 'reckon',
} as const;

/**
 * Checks a module against the whitelist and rewrites it so that it counts fuel and call depth,
 * makes NaNs canonical and asks before its memory grows. Everything it exported is replaced by
 * the engine's own names.
 *
 * @param engine the version whose costs are charged
 * @param charging `instruction` is the slow twin that tests compare with
 * @throws InvalidModule the module is not valid WebAssembly, or uses what is not accepted
 */
export function transformModule(
  bytes: Uint8Array<ArrayBuffer>,
  engine: WasmEngine,
  charging: Charging = 'block',
): Uint8Array<ArrayBuffer> {
  const module = parseModule(bytes, acceptedBy(engine));
  // Before anything is appended: an index one too high would become the engine's own.
  if (!WebAssembly.validate(bytes)) throw notValid(bytes);
  const transformed = new ModuleBuilder(module, costsOf(engine), charging).build();
  if (!WebAssembly.validate(transformed)) {
    throw new Error('the transformer made an invalid module');
  }
  return transformed;
}

/** What is wrong and where: "WebAssembly.Module(): ... @+123", or "... at offset 123: ...". */
const V8_WORDS = /: (?:WebAssembly\.Module\(\): )?(?<words>.*) @\+(?<at>\d+)$/s;
const SPIDERMONKEY_WORDS = /at offset (?<at>\d+): (?<words>.*)$/s;

/** In the words of the engine at hand; one that tells no place is quoted without. */
function notValid(bytes: Uint8Array<ArrayBuffer>): InvalidModule {
  try {
    new WebAssembly.Module(bytes);
  } catch (error) {
    const { message } = error as Error;
    const said = V8_WORDS.exec(`: ${message}`) ?? SPIDERMONKEY_WORDS.exec(message);
    const { words = message, at } = said?.groups ?? {};
    return new InvalidModule(
      `not valid WebAssembly: ${words}`,
      at === undefined ? undefined : Number(at),
    );
  }
  return new InvalidModule('not valid WebAssembly');
}

const I32 = VALUE_TYPE.i32;
const I64 = VALUE_TYPE.i64;

class ModuleBuilder {
  private readonly module: ParsedModule;
  private readonly costs: CostTable;
  private readonly charging: Charging;
  private readonly types: FunctionType[];
  private readonly blockTypes = new Map<string, number>();
  private readonly globals: EngineGlobals;
  private readonly indices: EngineIndices;
  private readonly tick: number;
  /** The engine's own functions: type index and body. */
  private readonly ownFunctions: { readonly type: number; readonly body: Uint8Array }[] = [];
  private readonly bitsExports: number[] = [];

  constructor(module: ParsedModule, costs: CostTable, charging: Charging) {
    this.module = module;
    this.costs = costs;
    this.charging = charging;
    this.types = [...module.types];
    const firstGlobal = module.globals.length;
    this.globals = {
      fuel: firstGlobal,
      notice: firstGlobal + 1,
      depth: firstGlobal + 2,
      pageLimit: firstGlobal + 3,
      outcome: firstGlobal + 4,
    };
    this.tick = module.imports.length;
    const firstOwn = module.imports.length + 1 + module.functions.length;
    this.indices = {
      fuel: this.globals.fuel,
      depth: this.globals.depth,
      firstMoved: module.imports.length,
      notice: this.globals.notice,
      report: firstOwn,
      memoryGrow: firstOwn + 1,
      chargeBytes: firstOwn + 2,
      chargeEntries: firstOwn + 3,
      blockTypeOf: (results) => this.blockTypeOf(results),
    };
    this.addOwnFunctions(firstOwn);
  }

  private addType(type: FunctionType): number {
    return this.types.push(type) - 1;
  }

  private blockTypeOf(results: readonly number[]): number {
    const key = results.join();
    const known = this.blockTypes.get(key);
    if (known !== undefined) return known;
    const index = this.addType({ params: [], results });
    this.blockTypes.set(key, index);
    return index;
  }

  private addOwnFunctions(firstOwn: number): void {
    const { module, globals, costs } = this;
    const plain = this.addType({ params: [], results: [] });
    const sized = this.addType({ params: [I32], results: [I32] });
    const bits = this.addType({ params: [], results: [I64] });
    this.ownFunctions.push(
      { type: plain, body: reportBody(globals, this.tick) },
      { type: sized, body: memoryGrowBody(globals, costs, module.memory.max) },
      { type: sized, body: chargeBytesBody(globals, costs) },
      { type: sized, body: chargeEntriesBody(globals, costs) },
    );
    for (const [index, global] of module.globals.entries()) {
      if (!global.mutable || isReference(global.valueType)) continue;
      for (const body of globalBitsBodies(index, global)) {
        this.bitsExports.push(firstOwn + this.ownFunctions.length);
        this.ownFunctions.push({ type: bits, body });
      }
    }
  }

  private readonly moved = (functionIndex: number): number =>
    functionIndex >= this.indices.firstMoved ? functionIndex + 1 : functionIndex;

  build(): Uint8Array<ArrayBuffer> {
    const { module } = this;
    // Code first: it may add block types, name functions and let tables grow.
    const scanner = new FunctionScanner(module, this.costs, this.charging);
    const code = this.codeSection(scanner);
    const out = new BinaryWriter(module.bytes.length * 2 + 4096);
    out.raw([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    this.section(out, 0, (to) => {
      to.name(ENGINE_NAMES.section);
      to.raw(new TextEncoder().encode(String(module.memory.min)));
    });
    this.section(out, 1, (to) => this.typeSection(to));
    this.section(out, 2, (to) => this.importSection(to));
    this.section(out, 3, (to) => {
      to.u32(module.functions.length + this.ownFunctions.length);
      for (const type of module.functions) to.u32(type);
      for (const { type } of this.ownFunctions) to.u32(type);
    });
    if (module.tables.length > 0) {
      this.section(out, 4, (to) => writeTables(to, module, scanner.growsTables));
    }
    this.section(out, 5, (to) => {
      const max = Math.min(module.memory.max ?? LARGEST_MEMORY_PAGES, LARGEST_MEMORY_PAGES);
      to.raw([1, 1]);
      to.u32(module.memory.min);
      to.u32(max);
    });
    this.section(out, 6, (to) => this.globalSection(to));
    this.section(out, 7, (to) => this.exportSection(to));
    if (module.elements.length + scanner.referredTo.size > 0) {
      this.section(out, 9, (to) => writeElements(to, module, scanner.referredTo, this.moved));
    }
    // Code that names segments needs it.
    if (module.dataCount !== undefined) this.section(out, 12, (to) => to.u32(module.data.length));
    this.section(out, 10, (to) => to.raw(code.view()));
    if (module.data.length > 0) this.section(out, 11, (to) => writeData(to, module));
    return out.toBytes();
  }

  private section(out: BinaryWriter, id: number, write: (out: BinaryWriter) => void): void {
    out.u8(id);
    const size = out.openSize();
    write(out);
    out.closeSize(size);
  }

  private codeSection(scanner: FunctionScanner): BinaryWriter {
    const { module } = this;
    const out = new BinaryWriter(module.bytes.length * 2 + 4096);
    out.u32(module.code.length + this.ownFunctions.length);
    const emitter = new FunctionEmitter(out, module.bytes, this.indices);
    let room = 0;
    for (const [index, body] of module.code.entries()) {
      const type = module.types[module.functions[index]!]!;
      scanner.scan(body, type);
      const size = emitter.emit(scanner, body, type);
      room += scanner.room;
      this.checkSize(size, module.accepts.sizeBound === 'source' ? room : out.length, body.start);
    }
    for (const { body } of this.ownFunctions) {
      out.u32(body.length);
      out.raw(body);
    }
    return out;
  }

  /** @throws InvalidModule at the byte where the function begins that is too much */
  private checkSize(functionBytes: number, allBytes: number, at: number): void {
    const isEmitted = this.module.accepts.sizeBound === 'emitted';
    if (isEmitted && functionBytes > MODULE_CAPS.transformedFunctionBytes) {
      throw new InvalidModule('a function becomes too large', at);
    }
    if (allBytes > MODULE_CAPS.transformedBytes)
      throw new InvalidModule('it becomes too large', at);
  }

  private typeSection(to: BinaryWriter): void {
    to.u32(this.types.length);
    for (const { params, results } of this.types) {
      to.u8(0x60);
      to.u32(params.length);
      to.raw(params);
      to.u32(results.length);
      to.raw(results);
    }
  }

  private importSection(to: BinaryWriter): void {
    const { imports, types } = this.module;
    to.u32(imports.length + 1);
    for (const { name, typeIndex } of imports) {
      to.name('wasi_snapshot_preview1');
      to.name(name);
      to.u8(0);
      to.u32(typeIndex);
    }
    to.name(ENGINE_NAMES.importModule);
    to.name(ENGINE_NAMES.tick);
    to.u8(0);
    to.u32(types.length); // the first added type: () -> ()
  }

  private globalSection(to: BinaryWriter): void {
    const { globals } = this.module;
    to.u32(globals.length + 5);
    for (const { valueType, mutable, init } of globals) {
      to.raw([valueType, mutable ? 1 : 0]);
      writeConstant(to, init, this.moved);
    }
    const own = (type: number, value: number): void => {
      to.raw([type, 1, type === I64 ? 0x42 : 0x41]);
      to.signed(value);
      to.u8(0x0b);
    };
    own(I64, 0); // fuel
    own(I64, 0); // notice
    own(I64, DEPTH_BUDGET);
    own(I32, 0); // page limit
    own(I32, 0); // outcome
  }

  private exportSection(to: BinaryWriter): void {
    const { module, globals } = this;
    const exports: [name: string, kind: number, index: number][] = [
      [ENGINE_NAMES.memory, 2, 0],
      [ENGINE_NAMES.entry, 0, this.moved(module.entry)],
      [ENGINE_NAMES.fuel, 3, globals.fuel],
      [ENGINE_NAMES.notice, 3, globals.notice],
      [ENGINE_NAMES.depth, 3, globals.depth],
      [ENGINE_NAMES.pageLimit, 3, globals.pageLimit],
      [ENGINE_NAMES.outcome, 3, globals.outcome],
    ];
    if (module.start !== undefined) exports.push([ENGINE_NAMES.start, 0, this.moved(module.start)]);
    for (const [number, index] of this.bitsExports.entries()) {
      exports.push([`${ENGINE_NAMES.globalBits}${number}`, 0, index]);
    }
    to.u32(exports.length);
    for (const [name, kind, index] of exports) {
      to.name(name);
      to.u8(kind);
      to.u32(index);
    }
  }
}
