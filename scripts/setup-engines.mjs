#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { inRoot } from './start/places.mjs';
import { say } from './start/steps.mjs';

const USAGE = `npm run setup:engines: installs what runs jobs beside the built-in engine, from Debian's packages:
podman, Docker and Slurm, for tests and for providers; and OpenStack Swift, an S3 server for tests. It starts no daemon and opens no port.
`;

/** The engines, in the order in which they are installed. */
const ENGINES = [
  { name: 'podman', setup: 'setupPodman' },
  { name: 'docker', setup: 'setupDocker' },
  { name: 'slurm', setup: 'setupSlurm' },
  // No engine: the S3 server that a directory's storage is tested against.
  { name: 'swift', setup: 'setupSwift' },
];

async function main(args) {
  if (args.length > 0) {
    say(USAGE);
    return 64;
  }
  const refusal = whyNotHere();
  if (refusal !== undefined) {
    say(`reckon: no engine is installed: ${refusal}`);
    return 1;
  }
  const failed = [];
  for (const { name, setup } of ENGINES) {
    const file = inRoot('scripts/engines', `${name}.mjs`);
    if (!existsSync(file)) continue;
    say(`${name}:`);
    try {
      const module = await import(file);
      await module[setup]({ say });
    } catch (error) {
      say(`  FAILED: ${error.message}`);
      failed.push(name);
    }
  }
  if (failed.length > 0) say(`NOT SET UP: ${failed.join(', ')}. Tests that need them are skipped.`);
  return failed.length > 0 ? 1 : 0;
}

function whyNotHere() {
  if (!existsSync('/etc/debian_version')) return 'this is no Debian';
  if (process.getuid?.() !== 0) return 'only root can install packages';
  return undefined;
}

process.exitCode = await main(process.argv.slice(2));
