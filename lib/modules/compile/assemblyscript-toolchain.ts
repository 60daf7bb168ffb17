import type { Compiled } from './compile-request';
import { assemblyScriptProblems } from './compiler-problem';

type Asc = typeof import('assemblyscript/asc');

const MAIN = 'main.ts';
const OUTPUT = 'module.wasm';
const ARGUMENTS = [
  MAIN,
  ...['--outFile', OUTPUT, '--optimizeLevel', '3', '--shrinkLevel', '1'],
  ...['--runtime', 'incremental', '--exportStart', '_start', '--disable', 'threads'],
  // Its messages are read, and it colours them wherever the environment has a CI.
  '--noColors',
  // What a page would give to a program comes from reckon.ts, as the engine offers WASI alone.
  ...['--use', 'abort=reckon/onAbort', '--use', 'seed=reckon/onSeed'],
];

/**
 * Compiles an AssemblyScript program for WASI.
 *
 * @param main of the compiler
 * @param library the text of reckon.ts (modules/guest/reckon.as)
 * @throws whatever fails in the compiler without a word
 */
export async function compileWithAsc(
  main: Asc['main'],
  library: string,
  source: string,
): Promise<Compiled> {
  const files: Record<string, string> = {
    // At the end, where it moves no line.
    [MAIN]: `${source}\nimport { onAbort as _onAbort, onSeed as _onSeed } from "./reckon";\n`,
    'reckon.ts': library,
  };
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await main(ARGUMENTS, {
    readFile: (name) => files[name] ?? null,
    writeFile: (name, contents) => {
      if (name === OUTPUT && typeof contents !== 'string') wasm = new Uint8Array(contents);
    },
    listFiles: () => [],
  });
  const said = stderr.toString();
  if (error && said.trim() === '') throw error;
  return { wasm: error ? undefined : wasm, problems: assemblyScriptProblems(said, MAIN), said };
}
