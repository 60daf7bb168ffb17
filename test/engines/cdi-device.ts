import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

const PATH = '/etc/cdi/reckon-test.json';

/** Why no device of a test's own can be named: the machine's own GPUs are left alone. */
export function cdiProblem(): string | undefined {
  const folders = ['/etc/cdi', '/var/run/cdi'].filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder));
  const others = files.filter((name) => name !== 'reckon-test.json');
  return others.length === 0 ? undefined : `the machine has CDI devices of its own (${others})`;
}

/** Gives the name nvidia.com/gpu=0 to /dev/null, as /dev/nvidia0. @returns how to take it away */
export function nameDevice(): () => void {
  const edits = { deviceNodes: [{ path: '/dev/nvidia0', hostPath: '/dev/null' }] };
  const devices = [{ name: '0', containerEdits: edits }];
  mkdirSync('/etc/cdi', { recursive: true });
  writeFileSync(PATH, JSON.stringify({ cdiVersion: '0.3.0', kind: 'nvidia.com/gpu', devices }));
  return () => rmSync(PATH, { force: true });
}
