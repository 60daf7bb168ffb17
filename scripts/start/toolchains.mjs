import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { cacheDir, inRoot } from './places.mjs';

/** Files of clang that are large. */
const CLANG = ['llvm.core.wasm', 'llvm-resources.tar'];

/**
 * Makes the compilers ready for authors' browsers: AssemblyScript's as one script, since a page's
 * worker cannot look up packages, and all of them packed (105 MB become 27). Once a version;
 * app/_data/toolchains.ts serves them.
 */
export async function packToolchains() {
  const clang = folderOf('clang', '@yowasp/clang');
  const assemblyscript = folderOf('assemblyscript', 'assemblyscript');
  const script = join(assemblyscript, 'asc.js');
  if (!existsSync(script)) await bundleAssemblyScript(script);
  await pack(script, `${script}.gz`);
  for (const name of CLANG) {
    await pack(inRoot('node_modules/@yowasp/clang/gen', name), join(clang, `${name}.gz`));
  }
}

function folderOf(name, packageName) {
  const manifest = inRoot('node_modules', packageName, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const folder = join(cacheDir, 'toolchain', `${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function bundleAssemblyScript(outfile) {
  const { build } = await import('esbuild');
  const fresh = `${outfile}.${process.pid}`;
  await build({
    entryPoints: [inRoot('node_modules/assemblyscript/dist/asc.js')],
    outfile: fresh,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: true,
    // The branches for Node, which a page never takes.
    external: ['fs', 'module', 'path', 'url', 'node:*'],
    logLevel: 'error',
  });
  renameSync(fresh, outfile);
}

/** Whole or not at all, as a build may be stopped at any time. */
async function pack(from, to) {
  if (existsSync(to)) return;
  const fresh = `${to}.${process.pid}`;
  await pipeline(createReadStream(from), createGzip({ level: 6 }), createWriteStream(fresh));
  renameSync(fresh, to);
}
