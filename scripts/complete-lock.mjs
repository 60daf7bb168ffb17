#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A registry that lacks packages of other platforms makes npm write a lock without them, and `npm ci`
 * then refuses it. Adds the missing optional entries; with --check only tells them.
 */
const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const OS = ['darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'android', 'sunos', 'aix'];
const CPU = [
  'x64',
  'arm64',
  'arm',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
];

/** Where Node would find `name` from the package at `from`, if it is locked at all. */
function lockedPath(packages, from, name) {
  for (let base = from; ; ) {
    const candidate = `${base ? `${base}/` : ''}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (base === '') return undefined;
    const cut = base.lastIndexOf('/node_modules/');
    base = cut < 0 ? '' : base.slice(0, cut);
  }
}

/** The optional dependencies that the lock names but does not hold. */
export function missingEntries(packages) {
  const missing = {};
  for (const [from, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (lockedPath(packages, from, name)) continue;
      const words = name.split(/[/@_-]/);
      const only = (known) => known.filter((word) => words.includes(word));
      missing[`node_modules/${name}`] = {
        version: range.replace(/^[\^~=v]+/, ''),
        optional: true,
        ...(only(OS).length > 0 ? { os: only(OS) } : {}),
        ...(only(CPU).length > 0 ? { cpu: only(CPU) } : {}),
      };
    }
  }
  return missing;
}

const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingEntries(lock.packages);
const names = Object.keys(missing);
if (names.length > 0 && process.argv.includes('--check')) {
  process.stderr.write(
    `package-lock.json lacks ${names.join(', ')}: run node scripts/complete-lock.mjs\n`,
  );
  process.exitCode = 1;
} else if (names.length > 0) {
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
  process.stdout.write(`added ${names.length} entries\n`);
}
