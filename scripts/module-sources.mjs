// What a curated module is built from: modules/<name>/build.json, its files, and one hash over them.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const modulesFolder = join(root, 'modules');

const c = JSON.parse(readFileSync(join(root, 'lib/modules/compile/c-flags.json'), 'utf8'));

/** Compiled into every object: what the engine's whitelist accepts, and nothing that a machine decides. */
export const targetFlags = [...c.compile, '-Imodules/guest'];
export const linkFlags = c.link;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Names of the folders under modules/ that are built: those with a build.json. */
export function moduleNames() {
  return readdirSync(modulesFolder)
    .filter((name) => existsSync(join(modulesFolder, name, 'build.json')))
    .sort();
}

function filesUnder(folder, matches) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, matches);
    return matches(entry.name) ? [path] : [];
  });
}

const projectPath = (path) => relative(root, path).split('\\').join('/');
const isHeader = (name) => name.endsWith('.h');

/**
 * Reads a module's build.json: `sources` (relative to the module), `npm` (package files that stand
 * in for sources: {"sqlite3.c": "better-sqlite3/deps/sqlite3/sqlite3.c"}), `vendor` (folders of
 * modules/vendor/ whose headers it includes), `included` (files that are no headers and yet included), `flags`, `link`, and `data` (a script beside it that
 * makes data/ from package files).
 * `files` holds everything the compiler may open, by project path.
 */
export function readModuleSources(name) {
  const folder = join(modulesFolder, name);
  const plan = JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8'));
  const files = new Map();
  const own = (plan.sources ?? []).map((source) => posix.join('modules', name, source));
  const vendor = (plan.vendor ?? []).map((shared) => join(modulesFolder, 'vendor', shared));
  const headers = [folder, join(modulesFolder, 'guest'), ...vendor].flatMap((at) =>
    filesUnder(at, isHeader),
  );
  for (const path of [...own, ...headers.map(projectPath)]) {
    files.set(path, readFileSync(join(root, path)));
  }
  for (const [as, from] of Object.entries(plan.npm ?? {})) {
    files.set(
      posix.join('modules', name, 'npm', as),
      readFileSync(join(root, 'node_modules', from)),
    );
  }
  const units = [...files.keys()].filter((path) => path.endsWith('.c')).sort();
  const included = (plan.included ?? []).map((path) => posix.join('modules', name, path));
  for (const path of included) files.set(path, readFileSync(join(root, path)));
  const includes = vendor.map((at) => `-I${projectPath(at)}`);
  const flags = [...targetFlags, ...includes, ...(plan.flags ?? [])];
  const dataScript = plan.data ? join(folder, plan.data) : null;
  return {
    name,
    folder,
    files,
    units,
    included,
    flags,
    isLarge: plan.isLarge === true,
    link: [...linkFlags, ...(plan.link ?? [])],
    dataScript,
  };
}

/** One hash over the compiler's version, the flags and every source: equal hash, equal module. */
export function sourceHash(sources, compiler) {
  const lines = [compiler, sources.flags.join(' '), sources.link.join(' ')];
  for (const path of [...sources.files.keys()].sort()) {
    lines.push(`${sha256(sources.files.get(path))} ${path}`);
  }
  if (sources.dataScript) lines.push(`${sha256(readFileSync(sources.dataScript))} data`);
  return sha256(lines.join('\n'));
}
