import { compileWithAsc } from './assemblyscript-toolchain';
import type { Compiled, CompileProgress, Toolchains } from './compile-request';
import { ASSEMBLYSCRIPT_GUEST } from './guest-files';
import { loadText, loadToolchain } from './load-toolchain.client';

/** Compiles an AssemblyScript program for WASI with the compiler that this site serves. */
export async function compileAssemblyScript(
  source: string,
  toolchains: Toolchains,
  onProgress: (progress: CompileProgress) => void,
): Promise<Compiled> {
  onProgress({ phase: 'loading', doneBytes: 0, totalBytes: 0 });
  const [{ main }, library] = await Promise.all([
    loadToolchain<typeof import('assemblyscript/asc')>(toolchains.assemblyscript),
    loadText(`${toolchains.guest}/${ASSEMBLYSCRIPT_GUEST}`),
  ]);
  onProgress({ phase: 'compiling' });
  return compileWithAsc(main, library, source);
}
