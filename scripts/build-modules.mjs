// Builds the curated modules and their lock file.
//   node scripts/build-modules.mjs             build what changed; write module.wasm, data/ and the lock
//   node scripts/build-modules.mjs --check     compare committed files with the lock's digests (fast)
//   node scripts/build-modules.mjs --compare   build (cached by hash of sources and compiler), write
//                                              nothing, and compare with what is committed; of large
//                                              modules (build.json) only that the lock names these
//                                              sources, unless --all is given
// Names after the options restrict them to those modules.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileModule, compilerName } from './module-compiler.mjs';
import {
  moduleNames,
  modulesFolder,
  readModuleSources,
  root,
  sha256,
  sourceHash,
} from './module-sources.mjs';

const lockPath = join(modulesFolder, 'modules.lock.json');

function readLock() {
  return existsSync(lockPath) ? JSON.parse(readFileSync(lockPath, 'utf8')) : { modules: {} };
}

/** Bytes of everything that a module ships beside its manifest, built: Map of path to Buffer. */
async function build(name) {
  const sources = readModuleSources(name);
  const compiler = compilerName();
  const hash = sourceHash(sources, compiler);
  const files = new Map([['module.wasm', await compileModule(sources, hash, compiler)]]);
  if (sources.dataScript) {
    const { packageFiles, makeData } = await import(pathToFileURL(sources.dataScript).href);
    const inputs = packageFiles.map((path) => [
      path,
      readFileSync(join(root, 'node_modules', path)),
    ]);
    for (const [path, bytes] of await makeData(new Map(inputs))) files.set(`data/${path}`, bytes);
  }
  return { hash, files };
}

function lockEntry({ hash, files }) {
  const entries = [...files].map(([path, bytes]) => [
    path,
    { sha256: sha256(bytes), bytes: bytes.length },
  ]);
  return { sources: hash, files: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Problems with what is committed for a module, as sentences; none when all is well. */
function problemsOf(name, entry) {
  if (!entry) return [`modules/${name} is not in modules.lock.json`];
  const problems = [];
  for (const [path, { sha256: expected }] of Object.entries(entry.files)) {
    const file = join(modulesFolder, name, path);
    if (!existsSync(file)) problems.push(`modules/${name}/${path} is missing`);
    else if (sha256(readFileSync(file)) !== expected)
      problems.push(`modules/${name}/${path} does not have the digest in modules.lock.json`);
  }
  const data = join(modulesFolder, name, 'data');
  for (const file of existsSync(data) ? readdirSync(data) : []) {
    if (!entry.files[`data/${file}`])
      problems.push(`modules/${name}/data/${file} is not in modules.lock.json`);
  }
  return problems;
}

/** Compares the committed files with the lock. Returns problems as sentences. */
export function checkModules(names = moduleNames()) {
  const lock = readLock();
  return names.flatMap((name) => problemsOf(name, lock.modules[name]));
}

/** Modules that take minutes to build, and whose sources are those that the lock names. */
function unchangedLarge(names, lock) {
  return names.filter((name) => {
    const sources = readModuleSources(name);
    return sources.isLarge && sourceHash(sources, compilerName()) === lock.modules[name]?.sources;
  });
}

async function compareModules(names, isAll) {
  const lock = readLock();
  const problems = checkModules(names);
  const taken = isAll ? [] : unchangedLarge(names, lock);
  for (const name of taken) {
    console.log(
      `SKIPPED: ${name} takes minutes to build; npm run modules:compare -- --all does it`,
    );
  }
  if (lock.compiler !== compilerName())
    problems.push(
      `modules.lock.json was built with ${lock.compiler}, installed is ${compilerName()}`,
    );
  for (const name of names.filter((one) => !taken.includes(one))) {
    const built = JSON.stringify(lockEntry(await build(name)));
    if (built !== JSON.stringify(lock.modules[name]))
      problems.push(`modules/${name} does not build to what modules.lock.json says: ${built}`);
  }
  return problems;
}

async function buildModules(names) {
  const lock = readLock();
  for (const name of names) {
    const started = performance.now();
    const built = await build(name);
    for (const [path, bytes] of built.files) {
      const file = join(modulesFolder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      if (!existsSync(file) || !readFileSync(file).equals(bytes)) writeFileSync(file, bytes);
    }
    lock.modules[name] = lockEntry(built);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${name}: ${built.files.get('module.wasm').length} bytes of WebAssembly (${seconds} s)`,
    );
  }
  const modules = Object.fromEntries(
    Object.entries(lock.modules).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(lockPath, `${JSON.stringify({ compiler: compilerName(), modules }, null, 2)}\n`);
}

async function main(args) {
  const named = args.filter((arg) => !arg.startsWith('--'));
  const names = named.length > 0 ? named : moduleNames();
  if (!args.includes('--check') && !args.includes('--compare')) return buildModules(names);
  const problems = args.includes('--check')
    ? checkModules(names)
    : await compareModules(names, args.includes('--all'));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    console.error('Run "npm run modules:build" and commit what it writes.');
    process.exitCode = 1;
  } else {
    console.log(`${names.length} modules match modules.lock.json`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2));
}
