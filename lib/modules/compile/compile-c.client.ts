import { C_FLAGS, C_LINK_FLAGS } from './c-toolchain';
import type { Compiled, CompileProgress, Toolchains } from './compile-request';
import { clangProblems } from './compiler-problem';
import { C_GUEST_FILES, guestUnitsOf } from './guest-files';
import { loadText, loadToolchain } from './load-toolchain.client';

const MAIN = 'main.c';
const OUTPUT = 'module.wasm';

/** The part of @yowasp/clang that is used. */
type Clang = typeof import('@yowasp/clang') & {
  readonly runClang: (
    args: readonly string[],
    files: Record<string, string>,
    options: {
      readonly stdout: Listener;
      readonly stderr: Listener;
      readonly decodeASCII: boolean;
    },
  ) => Promise<Record<string, string | Uint8Array>>;
};
type Listener = (bytes: Uint8Array | null) => void;

/** Compiles a C program for WASI with clang, which is itself WebAssembly. */
export async function compileC(
  source: string,
  toolchains: Toolchains,
  onProgress: (progress: CompileProgress) => void,
): Promise<Compiled> {
  const clang = await loadToolchain<Clang>(`${toolchains.clang}/bundle.js`);
  await clang.runLLVM(
    undefined,
    {},
    {
      fetchProgress: ({ doneLength, totalLength }) =>
        onProgress({ phase: 'loading', doneBytes: doneLength, totalBytes: totalLength }),
    },
  );
  const units = guestUnitsOf(source);
  const names = units.length > 0 ? C_GUEST_FILES : [];
  const texts = await Promise.all(names.map((name) => loadText(`${toolchains.guest}/${name}`)));
  const files: Record<string, string> = { [MAIN]: source };
  for (const [index, name] of names.entries()) files[name] = texts[index] ?? '';
  onProgress({ phase: 'compiling' });
  const args = ['clang', ...C_FLAGS, '-O2', MAIN, ...units, ...C_LINK_FLAGS, '-o', OUTPUT];
  let said = '';
  const decoder = new TextDecoder();
  const listen: Listener = (bytes) => {
    if (bytes) said += decoder.decode(bytes, { stream: true });
  };
  const options = { stdout: listen, stderr: listen, decodeASCII: false };
  const made = await clang.runClang(args, files, options).catch((error: unknown) => {
    // Whatever clang found wrong is said; an exit without a word is its own failure.
    if (said.trim() === '') throw error;
    return undefined;
  });
  const wasm = made?.[OUTPUT];
  return {
    wasm: wasm instanceof Uint8Array ? new Uint8Array(wasm) : undefined,
    problems: clangProblems(said, MAIN),
    said: said.trim(),
  };
}
