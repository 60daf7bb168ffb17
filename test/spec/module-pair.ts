import { WASM_ENGINE } from '@/lib/execution/engine-id';
import { FuelMeter } from '@/lib/execution/wasi/fuel-meter';
import { DEPTH_BUDGET } from '@/lib/execution/wasm/cost-table';
import { STOP } from '@/lib/execution/wasm/engine-functions';
import { acceptedBy } from '@/lib/execution/wasm/engine-versions';
import { parseModule } from '@/lib/execution/wasm/parse-module';
import type { FunctionType, ParsedModule } from '@/lib/execution/wasm/parsed-module';
import { ENGINE_NAMES, transformModule } from '@/lib/execution/wasm/transform-module';
import type { Caller } from './caller';
import { callerOf, globalReader } from './caller';
import type { ModuleExport } from './sections';
import { asProgram, exportsOf, withExports } from './sections';
import type { SpecValue } from './spec-value';

/** How a call ended. Traps of both modules are compared by the words of the same engine. */
export type Outcome =
  | { readonly kind: 'values'; readonly values: readonly SpecValue[] }
  | { readonly kind: 'trap'; readonly words: string }
  | { readonly kind: 'exhausted' }
  /** The engine's own limit on memory stopped the module. */
  | { readonly kind: 'memory-limit' };

type Side = 'plain' | 'engine';

const PAGE_LIMIT = 32_768;
const FUNCTION_KIND = 0;
const GLOBAL_KIND = 3;

/** A module as it is and as the engine runs it, side by side. */
export class ModulePair {
  private readonly exports: ReadonlyMap<string, ModuleExport>;
  private readonly parsed: ParsedModule;
  private readonly instances: Record<Side, WebAssembly.Instance>;
  private readonly callers = new Map<string, Caller>();
  private readonly names: Record<string, string>;

  /**
   * @param bytes a module that is valid and needs no imports
   * @throws InvalidModule the engine does not accept it
   * @throws WebAssembly.RuntimeError it traps when it is instantiated
   */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const program = asProgram(bytes, 0);
    this.parsed = parseModule(program, acceptedBy(WASM_ENGINE));
    const exports = exportsOf(bytes);
    this.exports = new Map(exports.map((one) => [one.name, one]));
    const moved = exports.map((one, index) => ({
      name: `test ${index}`,
      kind: one.kind,
      // The engine's tick stands before the module's own functions.
      index: one.kind === FUNCTION_KIND ? one.index + 1 : one.index,
    }));
    this.names = Object.fromEntries(exports.map(({ name }, index) => [name, `test ${index}`]));
    const transformed = withExports(transformModule(program, WASM_ENGINE), moved);
    const engine = new WebAssembly.Instance(new WebAssembly.Module(transformed), {
      [ENGINE_NAMES.importModule]: { [ENGINE_NAMES.tick]: () => {} },
    });
    const plain = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
    this.instances = { plain, engine };
    this.refresh();
    const start = engine.exports[ENGINE_NAMES.start] as (() => void) | undefined;
    start?.();
  }

  private own<T extends 'i32' | 'i64'>(name: string): WebAssembly.Global<T> {
    return this.instances.engine.exports[name] as WebAssembly.Global<T>;
  }

  /** Fuel, depth and pages without end, as at the start of a run. */
  private refresh(): void {
    const fuel = this.own<'i64'>(ENGINE_NAMES.fuel);
    const notice = this.own<'i64'>(ENGINE_NAMES.notice);
    new FuelMeter({ fuel, notice }, 1n << 60n);
    this.own<'i64'>(ENGINE_NAMES.depth).value = BigInt(DEPTH_BUDGET);
    this.own<'i32'>(ENGINE_NAMES.pageLimit).value = PAGE_LIMIT;
    this.own<'i32'>(ENGINE_NAMES.outcome).value = STOP.none;
  }

  /** The type of an exported function, or of the reading of an exported global. */
  typeOf(name: string): FunctionType {
    const { kind, index } = this.exported(name);
    if (kind === GLOBAL_KIND) {
      return { params: [], results: [this.parsed.globals[index]!.valueType] };
    }
    const type = kind === FUNCTION_KIND ? this.parsed.functions[index] : undefined;
    if (type === undefined) throw new Error(`${name} is not exported as function or global`);
    return this.parsed.types[type]!;
  }

  private exported(name: string): ModuleExport {
    const found = this.exports.get(name);
    if (found === undefined) throw new Error(`there is no export ${name}`);
    return found;
  }

  call(name: string, params: readonly SpecValue[]): Record<Side, Outcome> {
    this.refresh();
    return {
      plain: this.outcome('plain', name, params),
      engine: this.outcome('engine', name, params),
    };
  }

  private outcome(side: Side, name: string, params: readonly SpecValue[]): Outcome {
    try {
      return { kind: 'values', values: this.caller(side, name)(params) };
    } catch (error) {
      if (error instanceof RangeError) return { kind: 'exhausted' };
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      if (side === 'engine') {
        if (this.own<'i64'>(ENGINE_NAMES.depth).value < 0n) return { kind: 'exhausted' };
        if (this.own<'i32'>(ENGINE_NAMES.outcome).value !== STOP.none) {
          return { kind: 'memory-limit' };
        }
      }
      return { kind: 'trap', words: error.message };
    }
  }

  private caller(side: Side, name: string): Caller {
    const key = `${side} ${name}`;
    const known = this.callers.get(key);
    if (known !== undefined) return known;
    const found = this.exported(name);
    const own = this.instances[side].exports[side === 'plain' ? name : this.names[name]!]!;
    const { type, target } =
      found.kind === GLOBAL_KIND
        ? this.globalCall(found.index, own)
        : { type: this.typeOf(name), target: own };
    const caller = callerOf(type, target);
    this.callers.set(key, caller);
    return caller;
  }

  private globalCall(index: number, own: WebAssembly.ExportValue) {
    const { valueType, mutable } = this.parsed.globals[index]!;
    return globalReader(valueType, mutable, own);
  }
}
