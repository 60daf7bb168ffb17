import type { CompilerProblem } from './compiler-problem';

/** What can be compiled in a page. */
export type CompiledLanguage = 'c' | 'assemblyscript';

/** Where this site has the compilers; the paths hold their versions. */
export type Toolchains = {
  /** Folder of clang's files. */
  readonly clang: string;
  /** AssemblyScript's compiler as one script. */
  readonly assemblyscript: string;
  /** The program that runs JavaScript. */
  readonly quickjs: string;
  /** Folder of what programs may include or import. */
  readonly guest: string;
};

export type CompileRequest = {
  readonly id: number;
  readonly language: CompiledLanguage;
  readonly source: string;
  readonly toolchains: Toolchains;
};

export type CompileProgress =
  | { readonly phase: 'loading'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly phase: 'compiling' };

export type Compiled = {
  /** Undefined where there are errors. */
  readonly wasm: Uint8Array | undefined;
  readonly problems: readonly CompilerProblem[];
  /** All that the compiler said. */
  readonly said: string;
};

/** What the worker answers: any number of progress messages, then one of the others. */
export type CompileMessage = { readonly id: number } & (
  | { readonly kind: 'progress'; readonly progress: CompileProgress }
  | { readonly kind: 'compiled'; readonly compiled: Compiled }
  /** The compiler could not be loaded, or failed itself. */
  | { readonly kind: 'fault'; readonly message: string }
);
