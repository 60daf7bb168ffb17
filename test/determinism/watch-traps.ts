import { ENGINE_NAMES } from '@/lib/execution/wasm/transform-module';

/** V8's words for a trap, which differ between its versions, and the specification's kind. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/unreachable/, 'unreachable'],
  [/divide by zero|remainder by zero/, 'division by zero'],
  [/divide result unrepresentable/, 'division overflow'],
  [/float unrepresentable/, 'truncation'],
  [/memory access out of bounds/, 'memory access outside'],
  [
    /(table index is|table access|element segment( index is)?) out of bounds/,
    'table access outside',
  ],
  [/null function|signature mismatch/, 'call of no such function'],
];

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
  return KINDS.find(([words]) => words.test(message))?.[1] ?? `unknown: ${message}`;
}
