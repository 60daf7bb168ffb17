#!/usr/bin/env node
// What stands between a hostile job and this machine: which layers the system has, attempts to get
// through them, and many hostile jobs in a row.  node scripts/test-isolation.mjs [COUNT, 1000]
import { spawn } from 'node:child_process';
import { installPackages } from './start/install.mjs';
import { inRoot, root } from './start/places.mjs';

const [count = '1000'] = process.argv.slice(2);
if (!/^[1-9]\d{0,6}$/.test(count)) {
  console.error(`COUNT is a whole number, not ${count}`);
  process.exit(64);
}
installPackages();
const child = spawn(
  process.execPath,
  [
    inRoot('node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'integration', 'lib/execution/isolation.integration.test.ts'],
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, RECKON_HOSTILE_RUNS: count } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
