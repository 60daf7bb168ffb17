#!/usr/bin/env node
// Every job of the catalogue and thousands of random modules on every engine at hand: the same
// status, fuel and digests, or exit 1.  node scripts/test-determinism.mjs [--count 2000] [--seed 1]
// [--browser-count 1000]
import { spawn } from 'node:child_process';
import { installPackages } from './start/install.mjs';

installPackages();
// The bundler is one of the packages.
const { bundleBench, root } = await import('../bench/bundle.mjs');
const outfile = await bundleBench('test/determinism/main.ts', 'determinism-main');
const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
