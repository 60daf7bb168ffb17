// C to WebAssembly with the clang that is itself WebAssembly (npm @yowasp/clang): same bytes everywhere.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, sha256 } from './module-sources.mjs';

const cacheFolder = join(root, 'node_modules', '.cache', 'reckon-modules');

/** "@yowasp/clang@<version>" as installed. */
export function compilerName() {
  const manifest = join(root, 'node_modules', '@yowasp', 'clang', 'package.json');
  return `@yowasp/clang@${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
}

/** Bytes by key from node_modules/.cache, made (and kept) when they are not there. */
async function cached(key, make) {
  const path = join(cacheFolder, key);
  if (existsSync(path)) return readFileSync(path);
  const bytes = await make();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, bytes);
  renameSync(`${path}.${process.pid}`, path);
  return bytes;
}

/** { "a/b.c": bytes } as the nested tree that the compiler's file system wants. */
function treeOf(files) {
  const tree = {};
  for (const [path, bytes] of files) {
    const parts = path.split('/');
    const name = parts.pop();
    let folder = tree;
    for (const part of parts) {
      folder[part] ??= {};
      folder = folder[part];
    }
    folder[name] = bytes;
  }
  return tree;
}

function fromTree(tree, path) {
  return path.split('/').reduce((folder, part) => folder?.[part], tree);
}

async function runClang(args, files, output) {
  const { runClang: run, runLLVM, Exit } = await import('@yowasp/clang');
  await runLLVM(null, {}, { fetchProgress: () => {} }); // loads the compiler without its progress lines
  const decoder = new TextDecoder();
  let said = '';
  const listen = (bytes) => {
    if (bytes) said += decoder.decode(bytes, { stream: true });
  };
  try {
    const tree = await run(args, treeOf(files), {
      stdout: listen,
      stderr: listen,
      decodeASCII: false,
    });
    if (said.trim()) process.stderr.write(said);
    return Buffer.from(fromTree(tree, output));
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    // No `cause`: the Exit error carries every source file and would print them all.
    throw new Error(`clang failed (${error.code}):\n${said}`);
  }
}

/** Package sources see package headers only, so that editing our own never recompiles them. */
function isVisibleTo(unit, path) {
  return path.endsWith('.h') && (!unit.includes('/npm/') || path.includes('/npm/'));
}

async function compileUnit(sources, unit, compiler) {
  const visible = [...sources.files].filter(
    ([path]) => path === unit || sources.included.includes(path) || isVisibleTo(unit, path),
  );
  const parts = visible.map(([path, bytes]) => `${path} ${sha256(bytes)}`).sort();
  const key = sha256([compiler, sources.flags.join(' '), unit, ...parts].join('\n'));
  return cached(`${key}.o`, () =>
    runClang(['clang', ...sources.flags, '-c', unit, '-o', 'unit.o'], visible, 'unit.o'),
  );
}

/** The module's WebAssembly; compiled units and links are cached under `hash` of sourceHash(). */
export async function compileModule(sources, hash, compiler) {
  return cached(`${hash}.wasm`, async () => {
    const objects = new Map();
    for (const [index, unit] of sources.units.entries()) {
      objects.set(`${index}.o`, await compileUnit(sources, unit, compiler));
    }
    const args = ['clang', '--target=wasm32-wasip1', ...objects.keys(), ...sources.link];
    return runClang([...args, '-o', 'module.wasm'], objects, 'module.wasm');
  });
}
