#!/usr/bin/env node
// The core tests of the WebAssembly specification, each module plain and transformed: the same
// results and traps, or exit 1.  node scripts/test-spec.mjs [--file NAME] [--suite FOLDER of .wast]
import { spawn } from 'node:child_process';
import { installPackages } from './start/install.mjs';

installPackages();
// The bundler is one of the packages.
const { bundleBench, root } = await import('../bench/bundle.mjs');
const outfile = await bundleBench('test/spec/main.ts', 'spec-main');
const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
