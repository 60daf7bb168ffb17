import { spawn } from 'node:child_process';
import { installPackages } from './install.mjs';

/**
 * Installs the packages, bundles a program in TypeScript and runs it with this command's arguments:
 * its exit code becomes this process'.
 *
 * @param {string} entry path of the program, relative to the root
 * @param {string} name of the bundle
 */
export async function runBundled(entry, name) {
  installPackages();
  // The bundler is one of the packages.
  const { bundleBench, root } = await import('../../bench/bundle.mjs');
  const outfile = await bundleBench(entry, name);
  const args = ['--enable-source-maps', outfile, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
