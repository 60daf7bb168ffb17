#!/usr/bin/env node
import { pathToFileURL } from 'node:url';
import { buildParts } from './start/build.mjs';
import { bundlePath } from './start/bundle.mjs';
import { installPackages } from './start/install.mjs';
import { inRoot, root } from './start/places.mjs';
import { PlainError } from './start/steps.mjs';

/** npm run deploy [-- --check | --again | --allow-dirty]: the market on any EVM chain. docs/deploying.md */
async function main() {
  installPackages();
  await buildParts(['contracts', 'workers']);
  const places = {
    CONTRACTS_OUT: inRoot('contracts/out'),
    DEPLOYMENTS_DIR: inRoot('contracts/deployments'),
    SOURCE_DIR: root,
  };
  for (const [key, value] of Object.entries(places)) process.env[key] ||= value;
  await import(pathToFileURL(bundlePath('release')).href);
}

main().catch((error) => {
  const text = error instanceof PlainError ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`reckon: ${text}\n`);
  process.exit(1);
});
