import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'c');
const COMPILER = join(process.cwd(), 'scripts/module-compiler.mjs');
const FLAGS = ['--target=wasm32-wasip1', '-O1', '-Wall', '-Werror'];

/** Compiles lib/execution/testing/c/NAME.c; what was compiled before comes from the cache. */
export function compileC(name: string): Uint8Array<ArrayBuffer> {
  // In a process of its own: the compiler is large, and itself WebAssembly.
  const script = `
    import { createHash } from 'node:crypto';
    import { compileModule, compilerName } from ${JSON.stringify(COMPILER)};
    import { readFileSync } from 'node:fs';
    const [name, path, ...flags] = process.argv.slice(1);
    const bytes = readFileSync(path);
    const compiler = compilerName();
    const hash = createHash('sha256').update([compiler, ...flags].join(' ')).update(bytes).digest('hex');
    const sources = { files: new Map([[name, bytes]]), units: [name], flags, link: ['-Wl,-s'] };
    process.stdout.write(await compileModule(sources, hash, compiler));`;
  const path = join(FOLDER, `${name}.c`);
  readFileSync(path); // a name that is not there is told as such
  return new Uint8Array(
    execFileSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '-e', script, '--', `${name}.c`, path, ...FLAGS],
      { maxBuffer: 1 << 26 },
    ),
  );
}
