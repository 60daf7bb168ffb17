// Builds every kernel twice from the same C: to WebAssembly as modules are built, and by gcc -O2.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compileModule, compilerName } from '../../scripts/module-compiler.mjs';
import {
  linkFlags,
  readModuleSources,
  root,
  sha256,
  sourceHash,
  targetFlags,
} from '../../scripts/module-sources.mjs';

const cache = join(root, 'node_modules/.cache/reckon-bench');
const native = join(root, 'bench/engine/native');
const kernelFolder = join(root, 'bench/engine/kernels');
const NATIVE_FLAGS = ['-O2', '-ffp-contract=off', '-w', `-I${native}`, '-Wl,--wrap=fopen'];
/** Modules of the catalogue that are kernels too, at the flags that they ship with. */
const MODULES = ['upscale', 'sqlite'];

/** @returns {string | undefined} gcc's own line on its version */
export function gccVersion() {
  const { status, stdout } = spawnSync('gcc', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** @returns {Promise<{ name: string, wasm: string, native: string }[]>} paths, built or from the cache */
export async function buildKernels() {
  const built = [];
  for (const file of readdirSync(kernelFolder).sort()) {
    const name = basename(file, '.c');
    const path = `bench/engine/kernels/${file}`;
    const sources = {
      files: new Map([[path, readFileSync(join(root, path))]]),
      units: [path],
      flags: [...targetFlags, '-O2', '-msimd128'],
      link: linkFlags,
    };
    const compiler = compilerName();
    const wasm = await compileModule(sources, sourceHash(sources, compiler), compiler);
    built.push({ name, wasm: kept(`${sha256(wasm)}.wasm`, wasm), native: buildNative(sources) });
  }
  for (const name of MODULES) {
    const wasm = join(root, 'modules', name, 'module.wasm');
    built.push({ name, wasm, native: buildNative(readModuleSources(name)) });
  }
  return built;
}

function kept(name, bytes) {
  const path = join(cache, name);
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, bytes);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

/** The flags that name files and definitions stay; the target's and the optimiser's go. */
function buildNative({ files, units, flags }) {
  const harness = readFileSync(join(native, 'harness.c'));
  const header = readFileSync(join(native, 'wasm_simd128.h'));
  const own = flags.filter((flag) => /^-[DI]/.test(flag));
  const args = [...NATIVE_FLAGS, ...own, ...units, join(native, 'harness.c'), '-lm'];
  const parts = [...files].map(([path, bytes]) => `${path} ${sha256(bytes)}`).sort();
  const key = [gccVersion(), ...args, ...parts, sha256(harness), sha256(header)].join('\n');
  const path = join(cache, sha256(key));
  if (existsSync(path)) return path;
  const tree = `${path}.sources`;
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), bytes);
  }
  execFileSync('gcc', [...args, '-o', `${path}.${process.pid}`], { cwd: tree, stdio: 'inherit' });
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
