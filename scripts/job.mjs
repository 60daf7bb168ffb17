#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages } from './start/install.mjs';
import { cacheDir, inRoot, nodesDir, root } from './start/places.mjs';
import { hashOf } from './start/stamps.mjs';

const CODE = ['lib', 'package-lock.json', 'tsconfig.json', 'scripts/job.mjs'];
const BUNDLES = join(cacheDir, 'job');

/**
 * npm run job: bundles the commands and the job child when the code has changed since the last
 * time, without a word, and hands over.
 */
async function main() {
  if (!existsSync(inRoot('node_modules/esbuild'))) installPackages();
  const folder = await bundled();
  const argv = process.argv.slice(2);
  const place = {
    childPath: join(folder, 'child.mjs'),
    cacheFolder: join(cacheDir, 'transformed'),
    // npm goes to the clone's folder first; paths are meant from where it was called.
    folder: (process.env.npm_lifecycle_event === 'job' && process.env.INIT_CWD) || process.cwd(),
  };
  if (argv[0] === 'certify') {
    const { runCertifyCommand } = await import(pathToFileURL(join(folder, 'certify.mjs')).href);
    const modulesFolder = inRoot('modules');
    const more = { modulesFolder, nodesFolder: nodesDir };
    process.exitCode = await runCertifyCommand(argv.slice(1), { ...place, ...more });
    return;
  }
  if (argv[0] === 'check-receipt') {
    const { runCheckReceiptCommand } = await import(
      pathToFileURL(join(folder, 'check-receipt.mjs')).href
    );
    process.exitCode = await runCheckReceiptCommand(argv.slice(1), place);
    return;
  }
  if (argv[0] === 'publish') {
    const { runPublishCommand } = await import(pathToFileURL(join(folder, 'publish.mjs')).href);
    process.exitCode = await runPublishCommand(argv.slice(1), place);
    return;
  }
  const { runJobCommand } = await import(pathToFileURL(join(folder, 'command.mjs')).href);
  process.exitCode = await runJobCommand(argv, place);
}

/** The folder with the bundles of the code as it is. */
async function bundled() {
  const hash = hashOf(CODE, [process.version]).slice(0, 32);
  const folder = join(BUNDLES, hash);
  if (existsSync(folder)) return folder;
  const { build } = await import('esbuild');
  const fresh = `${folder}.${process.pid}`;
  await build({
    entryPoints: {
      command: inRoot('lib/execution/program/job-command.server.ts'),
      certify: inRoot('lib/execution/certify/certify-command.server.ts'),
      'check-receipt': inRoot('lib/receipts/check-receipt-command.server.ts'),
      publish: inRoot('lib/directory/publish-command.server.ts'),
      child: inRoot('lib/execution/job-child.server.ts'),
    },
    outdir: fresh,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root },
    // It has parts in machine code that it does without.
    external: ['dockerode'],
    // Packages of other ages ask for Node's modules by require.
    banner: {
      js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
    },
    logLevel: 'error',
  });
  putInPlace(fresh, folder);
  return folder;
}

/** Whole or not at all: several commands may come first at the same time. */
function putInPlace(fresh, folder) {
  mkdirSync(BUNDLES, { recursive: true });
  const older = readdirSync(BUNDLES).map((name) => join(BUNDLES, name));
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true, force: true });
    return;
  }
  for (const path of older) {
    // What has a number at its end is being made by another command right now.
    if (path !== fresh && path !== folder && !/\.\d+$/.test(path)) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

// A reader that has gone (`| head`) is no error; a full disk is, whatever the run came to.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`reckon: the output cannot be written (${error.code})\n`);
  process.once('exit', () => {
    process.exitCode = 75;
  });
});
process.stderr.on('error', () => {});

main().catch((error) => {
  process.stderr.write(`reckon: ${error?.stack ?? error}\n`);
  process.exitCode = 75;
});
