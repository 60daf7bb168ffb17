#!/usr/bin/env node
// The native-compiler face that forge expects, over the npm package solc: `--version`, and
// standard JSON on stdin. Forge names files outside contracts/ twice, by relative and by absolute
// path; only absolute names resolve their own relative imports, so all get that form.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const solc = createRequire(import.meta.url)('solc');
const args = process.argv.slice(2);

if (args.includes('--version')) {
  const version = solc.version().replace('.Emscripten.clang', '.Linux.g++');
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`);
} else {
  const root = dirname(args[args.indexOf('--base-path') + 1] ?? process.cwd());
  const input = JSON.parse(readFileSync(0, 'utf8'));
  const absolute = (path) => (path.startsWith('../') ? `${root}/${path.slice(3)}` : path);
  const renamed = (table) =>
    Object.fromEntries(Object.entries(table).map(([path, value]) => [absolute(path), value]));
  const { settings } = input;
  input.sources = renamed(input.sources);
  settings.outputSelection = renamed(settings.outputSelection ?? {});
  settings.remappings = settings.remappings?.map((line) => line.replace('=../', `=${root}/`));
  process.stdout.write(`${solc.compile(JSON.stringify(input))}\n`);
}
