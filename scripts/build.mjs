#!/usr/bin/env node
import { buildParts } from './start/build.mjs';
import { installPackages } from './start/install.mjs';
import { PlainError } from './start/steps.mjs';

/** npm run build [-- contracts | workers | web]: builds what has changed. */
try {
  installPackages();
  const names = process.argv.slice(2);
  await buildParts(names.length > 0 ? names : undefined);
} catch (error) {
  process.stderr.write(`${error instanceof PlainError ? error.message : error.stack}\n`);
  process.exit(1);
}
