import { assemble, NotAssembled, stringsOf } from './assembler';
import type { Form, List } from './s-expression';
import { listsOf } from './s-expression';
import type { Loaded, SpecRun } from './spec-run';
import type { SpecPattern, SpecValue } from './spec-value';
import { bytesValue, hostReference, NULL_REFERENCE } from './spec-value';

const utf8 = new TextDecoder();

const SHAPE_SIZE: Readonly<Record<string, number>> = { f32x4: 4, f64x2: 8 };
const isList = (form: Form | undefined): form is List => typeof form === 'object';
const headOf = (form: Form | undefined): Form | undefined =>
  isList(form) ? form.items[0] : undefined;

/** Runs a script as the specification has them (interpreter/README.md there, "Scripts"). */
export function runWastScript(text: string, run: SpecRun): void {
  const file = run.place;
  const script = new WastScript(run);
  for (const list of listsOf(text)) {
    run.place = `${file}:${list.line}`;
    try {
      script.command(list);
    } catch (error) {
      run.fail(String(error));
    }
  }
}

class WastScript {
  private readonly run: SpecRun;
  private readonly named = new Map<string, Loaded>();
  private last: Loaded | undefined;

  constructor(run: SpecRun) {
    this.run = run;
  }

  command({ items, text }: List): void {
    const { run } = this;
    const [head, subject, ...rest] = items;
    switch (head) {
      case 'module': {
        // Not kept when it fails: later calls would go to the module before it.
        this.last = undefined;
        this.last = this.load(text);
        if (typeof subject === 'string' && subject.startsWith('$')) {
          this.named.set(subject, this.last);
        }
        run.module(this.last);
        return;
      }
      case 'register': {
        const loaded = typeof rest[0] === 'string' ? this.named.get(rest[0]) : this.last;
        if (loaded !== undefined) run.register(utf8.decode(stringsOf(String(subject))), loaded);
        return;
      }
      case 'invoke':
      case 'get':
        this.action(items);
        return;
      case 'assert_return':
        run.assertReturn(this.action(listOf(subject).items), rest.map(patternOf));
        return;
      case 'assert_trap':
        if (headOf(subject) === 'module') run.assertModuleTraps(this.loadForm(subject));
        else run.assertTrap(this.action(listOf(subject).items));
        return;
      case 'assert_exhaustion':
        run.assertExhaustion(this.action(listOf(subject).items));
        return;
      case 'assert_malformed':
      case 'assert_invalid':
      case 'assert_unlinkable':
        run.assertRefused(this.loadForm(subject));
        return;
      default:
        run.refuse(`the script command ${String(head)}`);
    }
  }

  private loadForm(form: Form | undefined): Loaded {
    return this.load(listOf(form).text);
  }

  private load(text: string): Loaded {
    const quoted = /^\(\s*module\s+(\$\S+\s+)?quote\b/.exec(text);
    if (quoted === null) return this.run.load(text);
    return this.run.load(`(module ${utf8.decode(stringsOf(text.slice(quoted[0].length)))})`);
  }

  private action(items: readonly Form[]) {
    const [, first, ...rest] = items;
    const isNamed = typeof first === 'string' && first.startsWith('$');
    const loaded = isNamed ? this.named.get(first) : this.last;
    const [name, ...params] = isNamed ? rest : [first, ...rest];
    return this.run.call(loaded, utf8.decode(stringsOf(String(name))), params.map(constantOf));
  }
}

function listOf(form: Form | undefined): List {
  if (!isList(form)) throw new Error(`a list was expected, not ${String(form)}`);
  return form;
}

const known = new Map<string, SpecValue>();

/** The bytes of `(f32.const -0x1p-149)` and the like: the assembler reads the number. */
function constantOf(form: Form | undefined): SpecValue {
  const { items, text } = listOf(form);
  const before = known.get(text);
  if (before !== undefined) return before;
  const [type] = String(items[0]).split('.');
  let value: SpecValue = items[0] === 'ref.extern' ? hostReference(items[1]) : NULL_REFERENCE;
  if (String(items[0]).endsWith('.const')) {
    const store = `(${type}.store (i32.const 0) ${text})`;
    const module = new WebAssembly.Module(
      assemble(`(module (memory (export "m") 1) (func (export "f") ${store}))`),
    );
    const { m, f } = new WebAssembly.Instance(module).exports;
    (f as () => void)();
    value = bytesValue(new Uint8Array((m as WebAssembly.Memory).buffer, 0, sizeOf(type!)));
  }
  known.set(text, value);
  return value;
}

function sizeOf(type: string): number {
  const sizes: Readonly<Record<string, number>> = { i32: 4, i64: 8, f32: 4, f64: 8, v128: 16 };
  const size = sizes[type];
  if (size === undefined) throw new NotAssembled(`no value is a ${type}`);
  return size;
}

function patternOf(form: Form): SpecPattern {
  const list = listOf(form);
  const [head, ...rest] = list.items;
  const [type] = String(head).split('.');
  if (head === 'either') return { kind: 'either', of: rest.map(patternOf) };
  if (head === 'v128.const' && rest.some((word) => String(word).startsWith('nan:'))) {
    const [shape, ...lanes] = rest;
    const size = SHAPE_SIZE[String(shape)]!;
    const laneType = String(shape).slice(0, 3);
    return {
      kind: 'lanes',
      lanes: lanes.map((word) => nanOf(String(word), size) ?? constantOf(constant(laneType, word))),
    };
  }
  if (head === 'ref.func') return { kind: 'function' };
  if (!String(head).endsWith('.const')) return constantOf(list);
  return nanOf(String(rest[0]), sizeOf(type!)) ?? constantOf(list);
}

function constant(type: string, word: Form): List {
  const text = `(${type}.const ${String(word)})`;
  return { items: [`${type}.const`, word], text, line: 0 };
}

function nanOf(word: string, size: number): SpecPattern | undefined {
  if (word === 'nan:canonical') return { kind: 'canonical', size };
  return word === 'nan:arithmetic' ? { kind: 'arithmetic', size } : undefined;
}
