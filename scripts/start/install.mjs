import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from './places.mjs';
import { PlainError } from './steps.mjs';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Whether node_modules holds what package.json and package-lock.json ask for. */
export function isInstalled() {
  const hidden = inRoot('node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const lock = readJson(inRoot('package-lock.json'));
  const wanted = readJson(inRoot('package.json'));
  const locked = lock.packages[''];
  for (const kind of ['dependencies', 'devDependencies']) {
    if (JSON.stringify(wanted[kind] ?? {}) !== JSON.stringify(locked[kind] ?? {})) return false;
  }
  const installed = readJson(hidden).packages;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    if (there === undefined) return entry.optional === true || entry.peer === true;
    return there.version === entry.version;
  });
}

/** Runs the npm that runs us, or the one on the PATH. */
export function npm(args, options = {}) {
  const own = process.env.npm_execpath;
  const [command, first] =
    own?.endsWith('.js') || own?.endsWith('.cjs') ? [process.execPath, [own]] : ['npm', []];
  return spawnSync(command, [...first, ...args], { cwd: root, encoding: 'utf8', ...options });
}

/** Installs the packages when something is missing; leaves package.json and the lock as they are. */
export function installPackages() {
  if (isInstalled()) return 'nothing to do';
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_(package|lifecycle)_/.test(key)),
  );
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--include=dev'];
  const result = npm(args, { env: { ...env, NODE_ENV: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.error) throw new PlainError(`npm cannot be run: ${result.error.message}`);
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}\n`);
    throw new PlainError('npm install failed; its messages are above');
  }
  return result.stdout.trim().split('\n').at(-1) ?? '';
}
