import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, inRoot } from '../start/places.mjs';

/**
 * A copy of contracts/ that holds all it imports, so that a tool can change it, or read it without
 * leaving its folder (coverage cannot follow sources outside of the project). Build caches of an
 * earlier copy of this name are kept: forge compiles only what differs.
 *
 * @param {string} name
 * @returns {string} its folder
 */
export function copyContracts(name) {
  const folder = join(cacheDir, 'contracts', name);
  mkdirSync(join(folder, 'lib'), { recursive: true });
  for (const part of ['src', 'test']) {
    rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(inRoot('contracts', part), join(folder, part), { recursive: true });
  }
  const libraries = {
    'lib/forge-std': inRoot('node_modules/@uniswap/v4-core/lib/forge-std/src'),
    'lib/openzeppelin': inRoot('node_modules/@openzeppelin'),
  };
  for (const [path, from] of Object.entries(libraries)) {
    if (!existsSync(join(folder, path))) cpSync(from, join(folder, path), { recursive: true });
  }
  const settings = readFileSync(inRoot('contracts/foundry.toml'), 'utf8')
    .replace('../scripts/solc.mjs', inRoot('scripts/solc.mjs'))
    .replace('../node_modules/@openzeppelin/', 'lib/openzeppelin/')
    .replace('../node_modules/@uniswap/v4-core/lib/forge-std/src/', 'lib/forge-std/')
    .replaceAll('"../node_modules"', '"lib"');
  writeFileSync(join(folder, 'foundry.toml'), settings);
  return folder;
}
