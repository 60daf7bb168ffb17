import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const POLICY = '/usr/sbin/policy-rc.d';

/** Which of these Debian packages are not installed. @param {string[]} names */
export function missingPackages(names) {
  return names.filter((name) => {
    const { stdout } = run('dpkg-query', ['--status', name]);
    return !/^Status: install ok installed$/m.test(stdout);
  });
}

/**
 * Installs the Debian packages that are missing; none of them starts a daemon.
 *
 * @param {string[]} names
 * @param {{ say: (line: string) => void }} options
 * @throws Error with what apt-get said
 */
export async function installPackages(names, { say }) {
  const missing = missingPackages(names);
  if (missing.length === 0) {
    say(`  ${names.join(', ')}: installed`);
    return;
  }
  say(`  installing ${missing.join(', ')}`);
  const hadPolicy = existsSync(POLICY);
  // What Debian asks before it starts a service: 101 is no.
  if (!hadPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    aptGet(['update', '-qq']);
    aptGet(['install', '-qq', '-y', '--no-install-recommends', ...missing]);
  } finally {
    if (!hadPolicy) rmSync(POLICY, { force: true });
  }
}

function aptGet(args) {
  const { status, said } = run('apt-get', args);
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed: ${said.trim().slice(-1_000)}`);
}

/** Runs a command to its end. @returns its status, what it printed, and all that it said */
export function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(command, args, { encoding: 'utf8', env, timeout: 600_000 });
  const { stdout = '', stderr = '' } = result;
  const said = result.error ? result.error.message : `${stdout}${stderr}`;
  return { status: result.error ? -1 : result.status, stdout, said };
}
