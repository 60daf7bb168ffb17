import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Toolchains } from '@/lib/modules/compile/compile-request';
import { ASSEMBLYSCRIPT_GUEST, C_GUEST_FILES } from '@/lib/modules/compile/guest-files';

/** A file that authors' browsers fetch: where it is here, and what it is. */
export type ToolchainFile = { readonly path: string; readonly type: string };

const inRoot = (...parts: string[]) => join(/* turbopackIgnore: true */ process.cwd(), ...parts);
const CLANG = 'node_modules/@yowasp/clang/gen';
const QUICKJS = 'modules/run-js';
const CACHE = 'node_modules/.cache/reckon/toolchain';
/** Sent as the build has packed them: next.config.ts says so to the browser. */
const PACKED = ['llvm.core.wasm', 'llvm-resources.tar', 'asc.js'];

const CLANG_FILES = [
  'bundle.js',
  'llvm.core.wasm',
  'llvm.core2.wasm',
  'llvm.core3.wasm',
  'llvm.core4.wasm',
  'llvm-resources.tar',
];

/** Where the compilers are on this site. Their versions are in the paths: browsers keep them. */
export function toolchains(): Toolchains {
  const { clang, assemblyscript, quickjs } = installed();
  return {
    clang: `/toolchain/${clang}`,
    assemblyscript: `/toolchain/${assemblyscript}/asc.js`,
    quickjs: `/toolchain/${quickjs}/module.wasm`,
    guest: '/toolchain/guest',
  };
}

/**
 * The file at a path below /toolchain/, packed by the build where it is large; undefined for any
 * other path.
 */
export function toolchainFile(folder: string, name: string): ToolchainFile | undefined {
  const { clang, assemblyscript, quickjs } = installed();
  const found = (...parts: string[]) => ({ path: inRoot(...parts), type: typeOf(name) });
  const isTool =
    (folder === clang && CLANG_FILES.includes(name)) ||
    (folder === assemblyscript && name === 'asc.js');
  if (isTool)
    return PACKED.includes(name) ? found(CACHE, folder, `${name}.gz`) : found(CLANG, name);
  if (folder === quickjs && name === 'module.wasm') return found(QUICKJS, name);
  const isGuest = (GUEST_FILES as readonly string[]).includes(name);
  return folder === 'guest' && isGuest ? found('modules/guest', name) : undefined;
}

const GUEST_FILES = [...C_GUEST_FILES, ASSEMBLYSCRIPT_GUEST];

type Names = { readonly clang: string; readonly assemblyscript: string; readonly quickjs: string };

let names: Names | undefined;

function installed() {
  names ??= {
    clang: `clang-${versionOf('@yowasp/clang')}`,
    assemblyscript: `assemblyscript-${versionOf('assemblyscript')}`,
    quickjs: `quickjs-${versionIn(QUICKJS, 'manifest.json')}`,
  };
  return names;
}

function versionOf(name: string): string {
  return versionIn('node_modules', name, 'package.json');
}

function versionIn(...parts: string[]): string {
  const text = readFileSync(inRoot(...parts), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function typeOf(name: string): string {
  if (name.endsWith('.wasm')) return 'application/wasm';
  if (name.endsWith('.js')) return 'text/javascript; charset=utf-8';
  return name.endsWith('.tar') ? 'application/x-tar' : 'text/plain; charset=utf-8';
}
