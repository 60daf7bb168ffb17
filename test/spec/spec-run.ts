import { WASM_ENGINE } from '@/lib/execution/engine-id';
import { InvalidModule } from '@/lib/execution/wasm/invalid-module';
import { transformModule } from '@/lib/execution/wasm/transform-module';
import { assemble, NotAssembled } from './assembler';
import type { Outcome } from './module-pair';
import { ModulePair } from './module-pair';
import { asProgram } from './sections';
import type { SpecPattern, SpecValue } from './spec-value';
import { matches, toldValue } from './spec-value';

/** What became of a module of the suite. */
export type Loaded =
  | { readonly kind: 'ready'; readonly pair: ModulePair }
  /** Not valid, and the engine says so. */
  | { readonly kind: 'invalid' }
  /** Valid, but made of what the engine does not accept. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'trapped' }
  /** Text that the assembler does not take. */
  | { readonly kind: 'text' };

export interface Tally {
  passed: number;
  readonly failures: string[];
  /** Assertions that cannot be made as the engine refuses their module: how many by reason. */
  readonly refused: Map<string, number>;
  /** Assertions about text: the assembler's matter. */
  text: number;
}

type Call = Record<'plain' | 'engine', Outcome> | { readonly refused: string };

const OUTSIDE = /segment lies outside/;

/** What the vendored files say and version 2.0 of the specification no longer does. */
const CHANGED: ReadonlyMap<string, string> = new Map([
  [
    'core-wast/unreached-invalid.wast:538',
    'the specification has changed: labels of a dead br_table may have different types',
  ],
]);

/** Makes the assertions of one script, each against a module as it is and as the engine runs it. */
export class SpecRun {
  readonly tally: Tally = { passed: 0, failures: [], refused: new Map(), text: 0 };
  /** Where the script is, for failures. */
  place = '';
  private readonly registered = new Map<string, Loaded>();
  /** Modules that share something with one that was refused: they are not what they would be. */
  private readonly halved = new Set<Loaded>();

  load(text: string): Loaded {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = assemble(text);
    } catch (error) {
      if (error instanceof NotAssembled) return { kind: 'text' };
      throw error;
    }
    if (!WebAssembly.validate(bytes)) return this.loadInvalid(bytes);
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
    if (imports.length > 0) {
      for (const { module } of imports) {
        const shared = this.registered.get(module);
        if (shared !== undefined) this.halved.add(shared);
      }
      return this.refusedBy(() => transformModule(bytes, WASM_ENGINE));
    }
    try {
      return { kind: 'ready', pair: new ModulePair(bytes) };
    } catch (error) {
      if (error instanceof InvalidModule) return { kind: 'refused', reason: error.reason };
      if (error instanceof WebAssembly.RuntimeError) return { kind: 'trapped' };
      if (error instanceof RangeError) return { kind: 'refused', reason: 'no room to run it here' };
      throw error;
    }
  }

  /** Refused as it is, and also with all that a program needs: nothing may crash, or pass. */
  private loadInvalid(bytes: Uint8Array<ArrayBuffer>): Loaded {
    this.refusedBy(() => transformModule(bytes, WASM_ENGINE));
    let program: Uint8Array<ArrayBuffer>;
    try {
      program = asProgram(bytes, 0);
    } catch (error) {
      if (error instanceof InvalidModule) return { kind: 'invalid' };
      throw error;
    }
    if (!WebAssembly.validate(program)) this.refusedBy(() => transformModule(program, WASM_ENGINE));
    return { kind: 'invalid' };
  }

  private refusedBy(check: () => unknown): Loaded {
    try {
      check();
    } catch (error) {
      if (error instanceof InvalidModule) return { kind: 'refused', reason: error.reason };
      throw error;
    }
    throw new Error('the engine accepts it');
  }

  /** A module that must be accepted, or be refused for a reason that is counted. */
  module(loaded: Loaded): void {
    if (loaded.kind === 'ready') this.tally.passed++;
    else if (loaded.kind === 'refused') this.refuse(loaded.reason);
    else if (loaded.kind === 'text') this.tally.text++;
    else this.fail(`a module is ${loaded.kind}`);
  }

  register(name: string, loaded: Loaded): void {
    this.registered.set(name, loaded);
  }

  find(name: string): Loaded | undefined {
    return this.registered.get(name);
  }

  call(loaded: Loaded | undefined, name: string, params: readonly SpecValue[]): Call {
    if (loaded !== undefined && this.halved.has(loaded)) {
      return { refused: 'it shares something with a module that is refused' };
    }
    if (loaded?.kind === 'ready') return loaded.pair.call(name, params);
    if (loaded?.kind === 'text') return { refused: 'text that the assembler does not take' };
    return { refused: loaded?.kind === 'refused' ? loaded.reason : 'its module is not there' };
  }

  assertReturn(call: Call, expected: readonly SpecPattern[]): void {
    if ('refused' in call) {
      this.refuse(call.refused);
      return;
    }
    const { plain, engine } = call;
    if (engine.kind === 'memory-limit') this.refuse('more memory than 2 GiB');
    else if (!isAsExpected(plain, expected)) this.fail(`plain: ${told(plain)}`);
    else if (!isAsExpected(engine, expected)) this.fail(`engine: ${told(engine)}`);
    else this.tally.passed++;
  }

  /** Both must trap, in the same way. */
  assertTrap(call: Call): void {
    if ('refused' in call) {
      this.refuse(call.refused);
      return;
    }
    const { plain, engine } = call;
    const isSame = plain.kind === 'trap' && engine.kind === 'trap' && plain.words === engine.words;
    if (isSame) this.tally.passed++;
    else this.fail(`plain: ${told(plain)}; engine: ${told(engine)}`);
  }

  assertExhaustion(call: Call): void {
    if ('refused' in call) {
      this.refuse(call.refused);
      return;
    }
    const { plain, engine } = call;
    if (plain.kind === 'exhausted' && engine.kind === 'exhausted') this.tally.passed++;
    else this.fail(`plain: ${told(plain)}; engine: ${told(engine)}`);
  }

  /** A segment outside traps in an engine that starts to run; this one refuses the module. */
  assertModuleTraps(loaded: Loaded): void {
    if (loaded.kind === 'trapped') this.tally.passed++;
    else if (loaded.kind === 'refused') {
      if (OUTSIDE.test(loaded.reason)) this.tally.passed++;
      else this.refuse(loaded.reason);
    } else if (loaded.kind === 'text') this.tally.text++;
    else this.fail(`a module that must trap is ${loaded.kind}`);
  }

  assertRefused(loaded: Loaded): void {
    if (loaded.kind === 'invalid' || loaded.kind === 'refused') this.tally.passed++;
    else if (loaded.kind === 'text') this.tally.text++;
    else this.fail(`an invalid module is ${loaded.kind}`);
  }

  refuse(reason: string): void {
    const { refused } = this.tally;
    refused.set(reason, (refused.get(reason) ?? 0) + 1);
  }

  fail(what: string): void {
    const changed = CHANGED.get(this.place);
    if (changed !== undefined) this.refuse(changed);
    else this.tally.failures.push(`${this.place}: ${what}`);
  }
}

function isAsExpected(outcome: Outcome, expected: readonly SpecPattern[]): boolean {
  return (
    outcome.kind === 'values' &&
    outcome.values.length === expected.length &&
    expected.every((pattern, index) => matches(outcome.values[index]!, pattern))
  );
}

function told(outcome: Outcome): string {
  if (outcome.kind === 'values') return `[${outcome.values.map(toldValue).join(', ')}]`;
  return outcome.kind === 'trap' ? `trap "${outcome.words}"` : outcome.kind;
}
