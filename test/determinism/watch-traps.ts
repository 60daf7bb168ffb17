import { ENGINE_NAMES } from '@/lib/execution/wasm/transform-module';

/**
 * Words for a trap, which differ between engines and their versions, and the specification's kind.
 * SpiderMonkey has the same words for several kinds: then any of them is meant.
 */
const KINDS: readonly (readonly [RegExp, ...string[]])[] = [
  [/unreachable/i, 'unreachable'],
  [/(divide|division|remainder) by zero/i, 'division by zero'],
  [/divide result unrepresentable|Integer overflow/, 'division overflow'],
  [/^integer overflow/, 'division overflow', 'truncation'],
  [/float unrepresentable|invalid conversion to integer|out of bounds trunc/i, 'truncation'],
  [/^index out of bounds/, 'memory access outside', 'table access outside'],
  [/memory access out of bounds|out of bounds memory access/i, 'memory access outside'],
  [
    /(table index is|table access|element segment( index is)?|table index) out of bounds/,
    'table access outside',
  ],
  [/out of bounds (table|call_indirect|access to a table)/i, 'table access outside'],
  [/to null|null (function|table)|signature/, 'call of no such function'],
];
const OR = ' or ';

/** Whether what one engine says of a trap can be what another says. */
export function isSameTrap(left: string, right: string): boolean {
  const kinds = left.split(OR);
  return right.split(OR).some((kind) => kinds.includes(kind));
}

/**
 * Sees which trap ends a module, as a result does not say it: entry points of modules that are
 * instantiated from now on are wrapped. One at a time.
 */
export function watchTraps(): { last: () => string | undefined; stop: () => void } {
  const real = WebAssembly.instantiate;
  let last: string | undefined;
  const watched =
    (run: () => void, depth: WebAssembly.Global<'i64'>): (() => void) =>
    () => {
      try {
        run();
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) {
          last = depth.value < 0n ? 'call depth' : kindOf(error.message);
        }
        throw error;
      }
    };
  const instantiate = async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
    const { exports } = await real(module, imports);
    const depth = exports[ENGINE_NAMES.depth] as WebAssembly.Global<'i64'>;
    const wrapped: Record<string, WebAssembly.ExportValue> = { ...exports };
    for (const name of [ENGINE_NAMES.entry, ENGINE_NAMES.start]) {
      const run = exports[name];
      if (run !== undefined) wrapped[name] = watched(run as () => void, depth);
    }
    return { exports: wrapped };
  };
  Object.assign(WebAssembly, { instantiate });
  return { last: () => last, stop: () => void Object.assign(WebAssembly, { instantiate: real }) };
}

function kindOf(message: string): string {
  const [, ...kinds] = KINDS.find(([words]) => words.test(message)) ?? [];
  return kinds.length > 0 ? kinds.join(OR) : `unknown: ${message}`;
}
